import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { databaseProject, repository, tenantscope } from './run.ts';

/** As much of the frameworks' types as the recipes use. */
const frameworks = `declare module '@nestjs/common' {
  export interface ExecutionContext { switchToHttp(): { getRequest<T>(): T } }
  export function createParamDecorator<T>(read: (data: unknown, context: ExecutionContext) => T): (data?: unknown) => ParameterDecorator;
  export class UnauthorizedException extends Error {}
  export function Injectable(): ClassDecorator;
  export function Controller(path: string): ClassDecorator;
  export function Get(path?: string): MethodDecorator;
  export function Post(path?: string): MethodDecorator;
  export function Param(name: string): ParameterDecorator;
  export function Query(name: string): ParameterDecorator;
}
declare module 'nestjs-kysely' { export function InjectKysely(): ParameterDecorator; }
declare module 'next/headers' { export function cookies(): Promise<{ get(name: string): { readonly value: string } | undefined }>; }
declare module 'jose' { export function jwtVerify(token: string, key: Uint8Array): Promise<{ readonly payload: Readonly<Record<string, unknown>> }>; }
declare module 'hono' {
  interface Context<E extends { Variables: object }> {
    readonly req: { header(name: string): string | undefined };
    set<K extends keyof E['Variables']>(key: K, value: E['Variables'][K]): void;
    get<K extends keyof E['Variables']>(key: K): E['Variables'][K];
    json(value: unknown): Response;
  }
  export class Hono<E extends { Variables: object }> {
    use(handler: (c: Context<E>, next: () => Promise<void>) => Promise<void>): void;
    get(path: string, handler: (c: Context<E>) => Promise<Response>): void;
  }
}
declare module 'fastify' {
  export interface FastifyRequest { readonly headers: { readonly authorization?: string } }
  export default function fastify(): {
    addHook(name: 'onRequest', handler: (request: FastifyRequest) => Promise<void>): void;
    get(path: string, handler: (request: FastifyRequest) => Promise<unknown>): void;
  };
}
declare module 'bullmq' { export class Worker<T> { constructor(queue: string, handler: (job: { readonly data: T }) => Promise<void>); } }
`;

/** The files of a page: each block of code begins with its path. */
const filesOf = (page: string): Readonly<Record<string, string>> =>
  Object.fromEntries([...readFileSync(join(repository, 'docs/recipes', page), 'utf8').matchAll(/^```(?:ts|sql)\n(?:\/\/|--) (\S+)\n([^]*?)^```$/gm)].map(([, path = '', code = '']) => [path, code]));

const tsconfig = '{ "compilerOptions": { "strict": true, "module": "nodenext", "target": "es2023", "experimentalDecorators": true }, "include": ["src"] }';

const projectOf = (page: string, change: (files: Readonly<Record<string, string>>) => Readonly<Record<string, string>> = (files) => files): string =>
  databaseProject({ 'tsconfig.json': tsconfig, 'src/frameworks.d.ts': frameworks, ...filesOf('README.md'), ...change(filesOf(page)) });

interface Report {
  readonly summary: { readonly sites: number; readonly scoped: number; readonly suppressed: number };
  readonly findings: readonly { readonly file: string; readonly rule: string }[];
}

const check = async (cwd: string): Promise<{ readonly code: number | null; readonly report: Report }> => {
  const { code, stdout } = await tenantscope(['check', '--format', 'json', '--no-store'], { cwd });
  return { code, report: JSON.parse(stdout) as Report };
};

const replaced = (file: string, from: string, to: string) => (files: Readonly<Record<string, string>>): Readonly<Record<string, string>> => {
  expect(files[file]).toContain(from);
  return { ...files, [file]: files[file]?.replace(from, to) ?? '' };
};

describe('the recipes', () => {
  it.each([
    ['nestjs.md', 2, 0],
    ['nextjs.md', 2, 0],
    ['hono-fastify.md', 2, 0],
    ['workers.md', 1, 1],
  ])('%s is proved', async (page, scoped, suppressed) => {
    const { code, report } = await check(projectOf(page));
    expect({ code, findings: report.findings, summary: report.summary }).toMatchObject({ code: 0, findings: [], summary: { sites: scoped + suppressed, scoped, suppressed } });
  });

  it.each<[string, Parameters<typeof projectOf>[1], string]>([
    ['nestjs.md', replaced('src/orders/orders.controller.ts', "@Tenant() tenant: string, @Query('status')", "@Query('tenant') tenant: string, @Query('status')"), 'src/orders/orders.service.ts'],
    ['nextjs.md', replaced('src/app/orders/actions.ts', 'await requireTenant()', 'id'), 'src/app/orders/actions.ts'],
    ['hono-fastify.md', replaced('src/hono.ts', "c.get('tenant')", "c.req.header('tenant') as TenantId"), 'src/hono.ts'],
    ['hono-fastify.md', replaced('src/fastify.ts', ".where('tenant_id', '=', request.tenant)", ''), 'src/fastify.ts'],
    ['workers.md', replaced('src/worker.ts', "where('tenant_id', '=', tenantId)", "where('tenant_id', '=', job.data.token)"), 'src/worker.ts'],
  ])('%s is refused when the tenant comes from elsewhere', async (page, change, file) => {
    const { code, report } = await check(projectOf(page, change));
    expect(code).toBe(1);
    expect(report.findings.map((f) => f.file)).toContain(file);
  });
});
