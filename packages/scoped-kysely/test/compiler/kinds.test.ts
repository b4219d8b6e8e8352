import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as kysely from 'kysely';
import { describe, expect, it } from 'vitest';
import { handlers, shapesOfQueries } from '../../src/compiler/visit.ts';
import { parts } from '../../src/compiler/parts.ts';
import { refusedKinds, shapes } from '../../src/compiler/shapes.ts';

/** The folder of the Kysely that the tests run on. */
const kyselyFolder = (): string => {
  const entry = fileURLToPath(import.meta.resolve(is028 ? 'kysely-0-28' : 'kysely'));
  const root = entry.slice(0, entry.lastIndexOf('/dist/'));
  return is028 ? join(root, 'dist/esm') : join(root, 'dist');
};

const is028 = !('AlterTypeNode' in kysely);

const nodeFiles = (): readonly string[] => {
  const folder = join(kyselyFolder(), 'operation-node');
  return readdirSync(folder).filter((file) => file.endsWith('-node.d.ts')).map((file) => readFileSync(join(folder, file), 'utf8'));
};

/** Each kind that Kysely declares, with its fields. */
const declared = (): ReadonlyMap<string, readonly string[]> => {
  const kinds = new Map<string, readonly string[]>();
  for (const text of nodeFiles()) {
    for (const [, name, body] of text.matchAll(/export interface (\w+Node) extends OperationNode \{([\s\S]*?)\n\}/g)) {
      kinds.set(name ?? '', [...(body ?? '').matchAll(/^\s*(?:readonly )?(\w+)\??:/gm)].map(([, field]) => field ?? '').filter((field) => field !== 'kind'));
    }
  }
  return kinds;
};

/** From the union of kinds, which nothing but the operation nodes feeds. */
const union = (): readonly string[] => {
  const text = readFileSync(join(kyselyFolder(), 'operation-node/operation-node.d.ts'), 'utf8');
  return [...text.slice(text.indexOf('OperationNodeKind =')).matchAll(/'(\w+Node)'/g)].map(([, kind]) => kind ?? '');
};

describe(`the operation nodes of ${dirname(kyselyFolder()).split('/').at(-1) ?? ''}`, () => {
  const known = new Set<string>([...handlers.keys(), ...Object.keys(parts), ...refusedKinds]);

  it('are all read, or refused on purpose', () => {
    const kinds = union();
    expect(kinds.length).toBe(is028 ? 97 : 100);
    expect(kinds.filter((kind) => !known.has(kind))).toEqual([]);
  });

  it('have no field that is not looked at', () => {
    const fields = declared();
    const readers: Readonly<Record<string, object>> = { ...shapes, ...parts, ...shapesOfQueries };
    const missing = [...fields].flatMap(([kind, names]) => {
      const reader = readers[kind];
      return reader ? names.filter((name) => !Object.hasOwn(reader, name)).map((name) => `${kind}.${name}`) : [];
    });
    // These are refused: a plan counts other tenants' rows, TOP and OUTPUT are SQL Server's, ON DUPLICATE KEY asks nobody whose row it is.
    expect(missing.sort()).toEqual([
      'DeleteQueryNode.explain', 'DeleteQueryNode.output', 'DeleteQueryNode.top', 'InsertQueryNode.explain', ...(is028 ? ['InsertQueryNode.ignore'] : []), 'InsertQueryNode.onDuplicateKey', 'InsertQueryNode.output',
      'InsertQueryNode.top', 'MergeQueryNode.output', 'MergeQueryNode.top', 'SelectQueryNode.explain', 'SelectQueryNode.top', 'UpdateQueryNode.explain', 'UpdateQueryNode.output', 'UpdateQueryNode.top',
    ]);
    expect(fields.size).toBeGreaterThan(90);
  });
});
