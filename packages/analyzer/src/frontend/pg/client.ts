import type { Expr, Statement } from '@tenantscope/core';
import type { ts } from 'ts-morph';
import { alternatives, choose } from '../../flow/branch.ts';
import { type Arguments, Foreign } from '../../flow/foreign.ts';
import { unionOf } from '../../flow/join.ts';
import { propertyOf } from '../../flow/object.ts';
import { spanOf } from '../../flow/offsets.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import { optionsOf, scalar, type Single, undefinedValue, type Value } from '../../flow/value.ts';
import { bindPlain } from '../bind.ts';
import { type Decided, decideStatements, rowsOf } from '../execution.ts';
import { readStatements } from '../sql-text/read.ts';
import { textPieces } from './text.ts';

interface Query {
  readonly text: Value;
  readonly textNode: ts.Node;
  readonly values: Value;
  readonly valuesNode: ts.Node;
}

/** `query(text, values)`, `query({ text, values })`. */
const queryOf = (run: Run, args: Arguments): Query | undefined => {
  const [first = undefinedValue, second = undefinedValue] = args.values;
  const [node = args.call, valuesNode = args.call] = args.nodes;
  const v = choose(run, first);
  if (v.kind !== 'object') return { text: v.kind === 'scalar' ? first : v, textNode: node, values: second, valuesNode };
  const given = propertyOf(v, 'values', node);
  const values = given.kind === 'constant' ? second : given;
  return { text: propertyOf(v, 'text', node), textNode: entryNode(v, 'text', node), values, valuesNode: entryNode(v, 'values', node) };
};

const entryNode = (v: Single, key: string, fallback: ts.Node): ts.Node =>
  (v.kind === 'object' ? v.entries.findLast((e) => e.kind === 'property' && e.key === key)?.node : undefined) ?? fallback;

const elementNode = (list: ts.Node, index: number): ts.Node => {
  const elements = 'elements' in list ? (list as ts.ArrayLiteralExpression).elements : undefined;
  return elements?.[index] ?? list;
};

/** The value at a position: of all lengths the list may have. */
const valueAt = (list: Single, index: number): Value | undefined => {
  if (list.kind !== 'array') return undefined;
  const before = list.items.slice(0, index);
  if (before.some((i) => i.presence !== 'one')) return undefined;
  return list.items[index]?.value;
};

/** Answers for `$n`: the n-th element, whatever length the list has. */
const parameters = (run: Run, query: Query) => {
  const made = new Map<string, Expr>();
  const lists = optionsOf(choose(run, query.values)).map((o) => o.value);
  return (key: string): Expr | undefined => {
    const index = Number(key.slice(1)) - 1;
    if (!Number.isInteger(index) || index > 50_000) return undefined;
    const known = made.get(key);
    if (known) return known;
    const found = lists.map((l) => valueAt(l, index)).filter((v) => v !== undefined);
    const value = found.length === 0 ? scalar(query.valuesNode, { cause: `which value ${key} is bound to is not known` }) : unionOf(found.flatMap(optionsOf));
    const expr = bindPlain(run, value, elementNode(query.valuesNode, index));
    made.set(key, expr);
    return expr;
  };
};

/** Runs one query and tells what its rows are. */
export const runQuery = (run: Run, args: Arguments): Value => {
  const decided: Decided[] = [];
  const root = { node: args.call };
  run.log.open(root);
  alternatives(
    run,
    () => {
      const query = queryOf(run, args);
      if (query) decided.push(...decideStatements(run, root, statementsOf(run, query, args.call)));
      return undefinedValue;
    },
    () => (run.log.lose(root, run.entry, `the text ${spelled(args.call)} has more alternatives than are told apart`), undefinedValue),
  );
  return rowsOf(decided, args.call, run);
};

const statementsOf = (run: Run, query: Query, call: ts.Node): readonly Statement[] => {
  const pieces = textPieces(run, query.text, query.textNode);
  return readStatements(pieces, spanOf(query.textNode.pos >= 0 ? query.textNode : call), parameters(run, query));
};

/** A `Pool`, `Client` or `PoolClient`. */
export class PgClient extends Foreign {
  override invoke(name: string, args: Arguments, run: Run): Value | undefined {
    if (name === 'query') return runQuery(run, args);
    return name === 'connect' ? new PgClient() : scalar(args.call);
  }

  override fingerprint(): string {
    return 'pg';
  }

  override mergeWith(other: Foreign): Foreign | undefined {
    return other instanceof PgClient ? this : undefined;
  }
}
