import { createHash } from 'node:crypto';
import { readExpression, readSql } from '@tenantscope/core';
import type { Acl, Snapshot } from '../catalog/snapshot.ts';

/** The tree without places in the text: how PostgreSQL deparses differs between versions and search paths, what it means does not. */
const bare = (tree: unknown): unknown => JSON.parse(JSON.stringify(tree, (key, value: unknown) => (key === 'at' || key === 'span' ? undefined : value)));

const expression = (text: string | null): unknown => (text === null ? null : bare(readExpression(text)));

const query = (text: string | null): unknown => (text === null ? null : bare(readSql(text).statements.map((s) => s.statement)));

const sorted = (acl: Acl): Acl => acl && [...acl].sort();

/** Things with a name, each as `kind name` and all that decides who reaches which rows. */
type Essence = ReadonlyMap<string, string>;

const entries = <T extends object>(kind: string, items: readonly T[], name: (item: T) => string, content: (item: T) => unknown = (item) => item): readonly (readonly [string, string])[] =>
  items.map((item) => [`${kind} ${name(item)}`, JSON.stringify(content(item))]);

/** What comes with an extension is the same everywhere, but for what was granted on it. */
const unlessExtension = (item: { readonly extension: string | null; readonly acl: Acl }): object => (item.extension === null ? { ...item, acl: sorted(item.acl) } : { acl: sorted(item.acl) });

/** Everything that decides who reaches which rows. Names of databases and servers are no part of it. */
const essenceOf = ({ roles, schemas, relations, functions, types, defaultPrivileges, publications, extensions }: Snapshot): Essence =>
  new Map([
    ...entries('role', roles, (r) => r.name),
    ...entries('schema', schemas, (s) => s.name, unlessExtension),
    ...relations.flatMap((r) =>
      entries(r.kind, [r], () => `${r.schema}.${r.name}`, () => ({
        ...r,
        acl: sorted(r.acl),
        query: query(r.query),
        policies: r.policies.map((p) => ({ ...p, using: expression(p.using), check: expression(p.check) })),
      })),
    ),
    ...entries('function', functions, (f) => `${f.schema}.${f.name}(${f.arguments})`, unlessExtension),
    ...entries('type', types.filter((t) => t.extension === null), (t) => `${t.schema}.${t.name}`),
    ...entries('default privileges', defaultPrivileges, (d) => `${d.owner} ${d.schema ?? ''} ${d.on}`, (d) => ({ ...d, acl: sorted(d.acl) })),
    ...entries('publication', publications, (p) => p.name),
    ...entries('extension', extensions, (e) => e.name, ({ name, schema }) => ({ name, schema })),
  ]);

/** The same for two databases that keep their tenants apart in the same way. Await `loadSqlReader()` of the core first. */
export const fingerprintOf = (snapshot: Snapshot): string => createHash('sha256').update(JSON.stringify([...essenceOf(snapshot)].sort())).digest('hex').slice(0, 16);

/** The objects that only one of two databases has, or that differ, as `kind name`. */
export const differences = (one: Snapshot, two: Snapshot): readonly string[] => {
  const [a, b] = [essenceOf(one), essenceOf(two)];
  return [...new Set([...a.keys(), ...b.keys()])].filter((key) => a.get(key) !== b.get(key));
};
