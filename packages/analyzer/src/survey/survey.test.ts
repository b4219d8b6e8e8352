import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadProject } from '../project/load.ts';
import { findNaming } from './naming.ts';
import { findTenantCandidates } from './survey.ts';

const projectOf = (files: Readonly<Record<string, string>>) => {
  const directory = mkdtempSync(join(tmpdir(), 'tenantscope-survey-'));
  for (const [path, text] of Object.entries({ 'tsconfig.json': '{ "compilerOptions": { "strict": true, "module": "nodenext", "experimentalDecorators": true } }', ...files })) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  return loadProject({ directory });
};

const found = (text: string, column = 'workspace_id', path = 'src/a.ts') => {
  const { types, sources, guards } = findTenantCandidates(projectOf({ [path]: text }), column);
  return { types: types.map((t) => t.name), sources: sources.map((s) => s.name), guards: guards.map((g) => g.name) };
};

const nothing = { types: [], sources: [], guards: [] };

describe('what looks like the tenant of the session', () => {
  it.each([
    ['a branded type', 'export type WorkspaceId = string & { readonly brand: 1 };', { types: ['WorkspaceId'] }],
    ['a branded type by a helper', "export type TenantId = Brand<string, 'TenantId'>; type Brand<T, B> = T & { readonly __brand: B };", { types: ['TenantId'] }],
    ['a branded type of another table', 'export type WorkspaceMembersId = string & { readonly brand: 1 };', {}],
    ['an alias', 'export type WorkspaceId = string;', {}],
    ['an intersection of objects', 'export type Workspace = { id: string } & { name: string };', {}],
    ['a property of the session', 'export interface SessionClaims { readonly sub: string; readonly workspaceId: string }', { types: ['SessionClaims.workspaceId'] }],
    ['the id of a context', 'export interface WorkspaceContext { id: string; user: string }', { types: ['WorkspaceContext.id'] }],
    ['what a client sends', 'export interface AuthRequestBody { workspaceId: string }\nexport interface TokenInput { workspaceId: string }', {}],
    ['an application of OAuth, and an author', 'export interface OAuthApplication { workspaceId: string }\nexport interface Author { workspaceId: string }', {}],
    ['a function over the request', 'export function requireWorkspace(req: { headers: { authorization: string } }) { return req.headers.authorization; }', { sources: ['src/a.ts#requireWorkspace'] }],
    ['a method', 'export class Auth { getWorkspaceId(ctx: { session: { workspaceId: string } }) { return ctx.session.workspaceId; } }', { sources: ['src/a.ts#Auth.getWorkspaceId'] }],
    ['a look-up by an id', 'export const getWorkspace = (id: string, db: any) => db.selectFrom("workspaces").where("id", "=", id).execute();', {}],
    ['what changes something', 'export const createWorkspace = (req: { body: string }) => req.body;', {}],
    ['what gives nothing', 'export const requireWorkspace = (req: { body: string }): void => { req.body; };', {}],
    ['a guard', 'type WorkspaceId = string & { b: 1 }; export function assertMember(s: string): asserts s is WorkspaceId { void s; }', { types: ['WorkspaceId'], guards: ['src/a.ts#assertMember'] }],
    ['a decorator of parameters', 'declare const createParamDecorator: (f: () => unknown) => () => void; export const AuthWorkspace = createParamDecorator(() => 1);', { sources: ['src/a.ts#AuthWorkspace'] }],
  ])('%s', (_name, text, expected) => {
    expect(found(text)).toEqual({ ...nothing, ...expected });
  });

  it.each(['src/a.test.ts', 'e2e-tests/a.ts', 'scripts/a.ts'])('not in %s', (path) => {
    expect(found('export const requireWorkspace = (req: { body: string }) => req.body;', 'workspace_id', path)).toEqual(nothing);
  });

  it('names what can be named, and no more than can be read', () => {
    const many = Array.from({ length: 30 }, (_, i) => `export const requireWorkspace${i} = (req: { body: string }) => req.body;`).join('\n');
    const odd = 'export class Auth { "get workspace"(req: { body: string }) { return req.body; } }';
    expect(found(many).sources).toHaveLength(8);
    expect(found(odd)).toEqual(nothing);
  });
});

describe('the naming plugin', () => {
  it.each([
    ['new CamelCasePlugin()', { file: 'src/a.ts', line: 2, options: false }],
    ['new CamelCasePlugin({ upperCase: true })', { file: 'src/a.ts', line: 2, options: true }],
    ["'new CamelCasePlugin()'", undefined],
  ])('%s', (text, plugin) => {
    expect(findNaming(projectOf({ 'src/a.ts': `declare class CamelCasePlugin { constructor(options?: object) }\nexport const p = ${text};` }))).toEqual(plugin);
  });
});
