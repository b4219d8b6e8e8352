import type { PartEntry, PartLog, PartOutcome } from '@tenantscope/core';
import type { ts } from '#compiler';
import type { EntryResult } from '../entries.ts';
import { locate } from '../flow/offsets.ts';
import { notFollowed, type Outcome, type Root, type SiteLog } from '../flow/site.ts';
import { type NodeTable, Unwritable } from './node-table.ts';

type Refusal = PartOutcome['refusals'][number];

const refusalOf = ({ verdict, rule, message, why, table, at }: Outcome['proof']['refusals'][number], nodes: NodeTable): Refusal => {
  const place = at && locate(at);
  return { verdict, rule, message, why, ...(table !== undefined && { table }), ...(place && { at: [nodes.file(place.file.fileName), place.start, place.end] as const }) };
};

const valuesOf = (values: Outcome['values'], nodes: NodeTable): NonNullable<PartOutcome['values']> =>
  [...values].map(([key, { facts, open, trace }]) => {
    const { trust, nonNull, label, origin, rule } = facts;
    return { key, facts: { trust, nonNull, label, origin, ...(rule !== undefined && { rule }) }, open, trace: trace.map((step) => ({ node: nodes.node(step.node), message: step.message })) };
  });

const escapeOf = ({ reason, ticket, actor, tables, declared }: NonNullable<Outcome['escape']>): NonNullable<PartOutcome['escape']> => ({
  ...(reason !== undefined && { reason }),
  ...(ticket !== undefined && { ticket }),
  ...(actor !== undefined && { actor }),
  tables,
  declared,
});

const outcomeOf = ({ root, entry, proof, values, leaves, escape }: Outcome, nodes: NodeTable): PartOutcome => ({
  root: nodes.node(root.node),
  entry: nodes.node(entry),
  verdict: proof.verdict,
  operation: proof.operation,
  tables: proof.tables,
  refusals: proof.refusals.map((r) => refusalOf(r, nodes)),
  // Of a query that is proved, nobody asks where its values came from.
  ...(proof.verdict !== 'scoped' && values.size > 0 && { values: valuesOf(values, nodes) }),
  ...(leaves && { leaves }),
  ...(escape && { escape: escapeOf(escape) }),
});

const rootOf = (root: Root, nodes: NodeTable): PartEntry['roots'][number] => ({
  node: nodes.node(root.node),
  ...(root.guarantee && { lost: outcomeOf(notFollowed(root, root.node), nodes) }),
});

const logOf = (log: SiteLog, nodes: NodeTable): PartLog => {
  const all = (set: Iterable<ts.Node>): readonly number[] => [...set].map((n) => nodes.node(n));
  const pairs = (map: ReadonlyMap<ts.Node, ReadonlySet<ts.Node>>) => [...map].map(([node, others]) => [nodes.node(node), all(others)] as const);
  return {
    outcomes: [...log.outcomes.values()].flat().map((o) => outcomeOf(o, nodes)),
    roots: [...log.roots.values()].map((r) => rootOf(r, nodes)),
    casts: [...log.casts].map(([node, kept]) => [nodes.node(node), kept] as const),
    escaped: all(log.escaped),
    consumed: all(log.consumed),
    reached: all(log.reached),
    callers: pairs(log.callers),
    answered: pairs(log.answered),
    finds: log.finds.map(({ path, from }) => ({ path, from: nodes.file(from.fileName) })),
  };
};

/** A run's result as data; undefined for one that cannot be written down, and is made again where the parts are merged. */
export const encodeResult = (entry: ts.Node, { log, known, cause }: EntryResult, nodes: NodeTable): PartEntry | undefined => {
  try {
    return {
      entry: nodes.node(entry),
      known: [known.isCalled, known.isEscaped],
      ...(cause !== undefined && { cause }),
      ...logOf(log, nodes),
      left: [...log.left].map(([node, left]) => ({ node: nodes.node(node), ...logOf(left, nodes) })),
    };
  } catch (error) {
    if (error instanceof Unwritable) return undefined;
    throw error;
  }
};
