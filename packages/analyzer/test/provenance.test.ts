import { beforeAll, describe, expect, it } from 'vitest';
import { analyzeCases, analyzeFiles, worstOf } from './cases.ts';
import { provenanceCases as cases } from './tables/provenance.ts';
import type { Site } from '../src/index.ts';

describe('provenance and SQL text', () => {
  let sites: ReadonlyMap<string, readonly Site[]>;
  beforeAll(async () => {
    sites = await analyzeCases(cases);
  });

  it.each(cases)('$name: $verdict, $why', ({ name, verdict, rule }) => {
    const found = sites.get(name) ?? [];
    expect({ verdict: worstOf(found), findings: found.flatMap((s) => s.findings.map((f) => `${f.refusal.rule}: ${f.refusal.why}`)) }).toMatchObject({ verdict });
    if (rule !== undefined) expect(found.flatMap((s) => s.findings.map((f) => f.refusal.rule))).toContain(rule);
  });
});

describe('parameter decorators (NestJS)', () => {
  const decorator = `export const CurrentWorkspace = (...args: unknown[]) => (target: object, key: string, index: number): void => {};
export const Body = (...args: unknown[]) => (target: object, key: string, index: number): void => {};
interface Row { id: string; name: string }
export type Workspace = Pick<Row, 'id' | 'name'>;`;
  const controller = (parameter: string, value: string): string => `import type { Kysely } from 'kysely';
import { Body, CurrentWorkspace, type Workspace } from './decorator.js';
export class Controller {
  constructor(private readonly db: Kysely<any>) {}
  async list(${parameter}) { return this.db.selectFrom('o').selectAll().where('tenant_id', '=', ${value}).execute(); }
}`;
  const settings = { types: ['Workspace.id'], sources: ['src/decorator.ts#CurrentWorkspace'] };

  it.each([
    ['scoped', '@CurrentWorkspace() workspace: { tenant_id: string }', 'workspace.tenant_id', 'a source, by the name of its property'],
    ['scoped', 'workspace: Workspace', 'workspace.id', 'the written name of a type that is an alias of an alias'],
    ['unproven', '@CurrentWorkspace() workspace: { tenant_id: string; name: string }', 'workspace.name', 'another property of a source'],
    ['unproven', '@Body() workspace: { tenant_id: string }', 'workspace.tenant_id', 'a decorator that is no source'],
  ])('%s: %s → %s (%s)', async (verdict, parameter, value) => {
    const { sites } = await analyzeFiles({ 'src/decorator.ts': decorator, 'src/controller.ts': controller(parameter, value) }, settings);
    expect(worstOf(sites)).toBe(verdict);
  });
});
