import { createHash } from 'node:crypto';
import { readExpression, readSql } from '@tenantscope/core';
import type { Name, Snapshot } from '../catalog/snapshot.ts';

/** The tree without places in the text: how PostgreSQL deparses differs between versions and search paths, what it means does not. */
const bare = (tree: unknown): unknown => JSON.parse(JSON.stringify(tree, (key, value: unknown) => (key === 'at' || key === 'span' ? undefined : value)));

const expression = (text: string | null): unknown => (text === null ? null : bare(readExpression(text)));

const query = (text: string | null): unknown => (text === null ? null : bare(readSql(text).statements.map((s) => s.statement)));

const byName = <T extends Name>(items: readonly T[]): readonly T[] => [...items].sort((a, b) => (`${a.schema}.${a.name}` < `${b.schema}.${b.name}` ? -1 : 1));

/** Everything that decides who reaches which rows, in an order of its own. Names of databases and servers are no part of it. */
const essence = ({ roles, schemas, relations, functions, types, defaultPrivileges, publications, extensions }: Snapshot): unknown => ({
  roles,
  schemas,
  relations: byName(relations).map((r) => ({
    ...r,
    query: query(r.query),
    policies: r.policies.map((p) => ({ ...p, using: expression(p.using), check: expression(p.check) })),
  })),
  functions: byName(functions),
  types: byName(types),
  defaultPrivileges,
  publications,
  extensions,
});

/** The same for two databases that keep their tenants apart in the same way. Await `loadSqlReader()` of the core first. */
export const fingerprintOf = (snapshot: Snapshot): string => createHash('sha256').update(JSON.stringify(essence(snapshot))).digest('hex').slice(0, 16);
