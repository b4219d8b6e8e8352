import { type CallExpr, replaceNodes } from '@tenantscope/core';
import type { Facts } from '../facts/facts.ts';
import { keyOf } from '../facts/database.ts';
import { reachable, viewAsSeenBy } from '../facts/seen.ts';
import type { Command, TableVerdict } from '../facts/verdicts.ts';
import type { Relation } from '../catalog/snapshot.ts';
import { groupBy } from '../group.ts';

/** What a role can do with a relation and a command, in one of two databases. */
export interface Reach {
  readonly role: string;
  readonly relation: Relation;
  readonly command: Command;
  /** The worst of its sides. */
  readonly verdict: TableVerdict['verdict'];
  /** The conditions on the rows that it takes and leaves; undefined where they are not read. */
  readonly rows: readonly Condition[] | undefined;
}

/** Conjuncts, each the texts of its alternatives: the trees without places, in an order of their own. */
export type Condition = readonly ReadonlySet<string>[];

const badness: Readonly<Record<TableVerdict['verdict'], number>> = { none: 0, shared: 1, scoped: 2, unproven: 3, unscoped: 4 };

/** A node of a tree, whatever its kind. */
interface Tree {
  readonly kind?: string;
  readonly args?: readonly unknown[];
}

/** AND and OR without what changes nothing: nesting, TRUE in AND, FALSE in OR, the order. Places in the text are left out. */
const normal = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(normal);
  if (typeof value !== 'object' || value === null) return value;
  const { kind, args } = value as Tree;
  if ((kind !== 'and' && kind !== 'or') || !args) return Object.fromEntries(Object.entries(value).flatMap(([key, v]) => (key === 'at' || key === 'span' ? [] : [[key, normal(v)]])));
  const neutral = kind === 'and';
  const kept = args
    .map(normal)
    .flatMap((arg) => partsOf(arg, kind))
    .filter((arg) => !((arg as Tree).kind === 'constant' && (arg as { readonly value?: unknown }).value === neutral))
    .sort((x, y) => (JSON.stringify(x) < JSON.stringify(y) ? -1 : 1));
  return kept.length === 1 ? kept[0] : { kind, args: kept };
};

const partsOf = (tree: unknown, kind: 'and' | 'or'): readonly unknown[] => {
  const { kind: own, args } = tree as Tree;
  return own === kind && args ? args : [tree];
};

const textOf = (tree: unknown): string => JSON.stringify(tree);

const conditionOf = (where: unknown): Condition =>
  partsOf(normal({ kind: 'and', args: [where] }), 'and').flatMap((c) => (textOf(c) === textOf({ kind: 'and', args: [] }) ? [] : [new Set(partsOf(c, 'or').map(textOf))]));

/** Whether whatever meets one condition meets the other: each conjunct of that has a narrower one here. */
export const implies = (narrow: Condition, wide: Condition): boolean => wide.every((w) => narrow.some((n) => [...n].every((alternative) => w.has(alternative))));

/** Whether a tree calls a function of the database itself that was not followed: what that does may be decided anywhere. */
const callsUnseen = ({ database, snapshot }: Facts, tree: object): boolean => {
  const names = new Set(snapshot.functions.filter((f) => f.extension === null).map((f) => f.name));
  const called: string[] = [];
  replaceNodes(tree, (node) => {
    if (node.kind === 'call') called.push((node as CallExpr).name.at(-1) ?? '');
    return undefined;
  });
  return called.some((name) => names.has(name)) || database.snapshot.relations.some((r) => r.kind === 'materialized view' && textOf(tree).includes(`"${r.name}"`));
};

/** A view is one condition, of which nothing is known but whether it is the same. */
const treeOf = ({ database }: Facts, v: TableVerdict): object | undefined =>
  v.relation.kind === 'view' ? viewAsSeenBy(database, v.role, v.relation) : reachable(database, v.role, v.relation, v.command, v.side).where;

const rowsOf = (facts: Facts, v: TableVerdict): Condition => {
  const tree = treeOf(facts, v);
  if (!tree) return v.relation.kind === 'view' ? [new Set([facts.fingerprint()])] : [];
  // Where not all is seen, the conditions are the same only in databases that are the same.
  const unseen = callsUnseen(facts, tree) ? [new Set([facts.fingerprint()])] : [];
  return [...(v.relation.kind === 'view' ? [new Set([textOf(normal(tree))])] : conditionOf(tree)), ...unseen];
};

/** By role, relation and command. */
export const reachOf = (facts: Facts): ReadonlyMap<string, Reach> =>
  new Map(
    [...groupBy(facts.verdicts, (v) => JSON.stringify([v.role, keyOf(v.relation), v.command]))].flatMap(([key, sides]) => {
      const [first] = sides;
      if (!first) return [];
      const verdict = sides.reduce<TableVerdict['verdict']>((worst, v) => (badness[v.verdict] > badness[worst] ? v.verdict : worst), 'none');
      const { role, relation, command } = first;
      return [[key, { role, relation, command, verdict, rows: verdict === 'none' ? undefined : sides.map((v) => rowsOf(facts, v)) }] as const];
    }),
  );
