import { ts } from '#compiler';
import { alternatives, choose } from '../../flow/branch.ts';
import type { Arguments } from '../../flow/foreign.ts';
import { literalUnion } from '../../flow/property.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import { stringOf } from '../../flow/text.ts';
import { scalar, type Single, undefinedValue, unknownKey, type Value } from '../../flow/value.ts';
import { elementsOf, numberOf } from '../sql-text/list.ts';
import { identifierText, textPiece } from '../sql-text/piece.ts';
import { between, bound, type Pieces, unknownPieces } from '../sql-text/template.ts';
import { holePieces, isBound } from './hole.ts';
import { SlonikToken } from './token.ts';

/** An argument of a call. */
interface Argument {
  readonly value: Value;
  readonly node: ts.Node;
}

type Make = (run: Run, args: readonly [Argument, Argument]) => Pieces | undefined;

const unread = ({ node }: Argument, what = 'is only known at run time'): Pieces => unknownPieces(`${spelled(node)} ${what}`, 'unproven-fragment');

/** A value with text around it. */
const around = (before: string, after: string): Make => (run, [{ value, node }]) => [textPiece(before), ...bound(run, value, node), textPiece(after)];

const nameOf = (run: Run, value: Value, node: ts.Node): string | undefined => {
  const known = stringOf(choose(run, value));
  if (known !== undefined) return known;
  const literals = node.pos < 0 ? undefined : run.host.literals(node);
  return literals && stringOf(choose(run, literalUnion(literals)));
};

/** The element of a list that is written out, else the list: of which of its elements a value is, nothing is known. */
const elementNode = (list: ts.Node, index: number, length: number): ts.Node => {
  const elements = ts.isArrayLiteralExpression(list) ? list.elements : [];
  return (elements.length === length && !elements.some((e) => ts.isSpreadElement(e)) ? elements[index] : undefined) ?? list;
};

const identifier: Make = (run, [names]) => {
  const v = choose(run, names.value);
  if (v.kind !== 'array' || v.items.some((i) => i.presence !== 'one')) return unread(names);
  const parts = v.items.map((item, i) => nameOf(run, item.value, elementNode(names.node, i, v.items.length)));
  return parts.every((p) => p !== undefined) ? [textPiece(identifierText(parts))] : unread(names);
};

/** One of the lists that a value may be, as its elements; undefined when they may be fragments that nobody knows. */
const listOf = (run: Run, { value, node }: Argument, separator: string): readonly Value[] | undefined => {
  const v = choose(run, value);
  if (v.kind === 'array') return elementsOf(run, v);
  if (v.kind !== 'scalar' || !isBound(run, v, node, separator)) return undefined;
  const element = scalar(node, { taint: v.taint, parent: v, property: unknownKey, fetched: v.fetched, cause: v.cause });
  return Array.from({ length: numberOf(run, 'many') }, () => element);
};

const pieceLists = (run: Run, values: readonly Value[], { node }: Argument, separator: string): readonly Pieces[] | undefined => {
  const lists = values.map((value, i) => holePieces(run, value, elementNode(node, i, values.length), separator));
  return lists.every((l) => l !== undefined) ? lists : undefined;
};

/** Its text alone is used: values in it are lost, and what would stand for them is taken for others. */
const textOf = (v: Single): string | undefined => {
  if (!(v instanceof SlonikToken) || v.throws) return undefined;
  const texts = v.pieces.map((p) => (p.kind === 'text' ? p.text : undefined));
  return texts.every((t) => t !== undefined) ? texts.join('') : undefined;
};

const join: Make = (run, [members, glue]) => {
  const separator = textOf(choose(run, glue.value));
  if (separator === undefined) return unread(glue, 'holds more than text, or is only known at run time');
  return joined(run, members, separator);
};

const joined = (run: Run, members: Argument, separator: string): Pieces | undefined => {
  const values = listOf(run, members, separator);
  if (!values) return unread(members);
  const lists = values.length === 0 ? undefined : pieceLists(run, values, members, separator);
  return lists && between(lists, separator);
};

const isAbsent = (v: Single): boolean => v.kind === 'constant' && (v.value === false || v.value === null || v.value === undefined);

/** `sql.and`, `sql.or`: absent members are left out, and none at all is TRUE or FALSE. No parentheses are put anywhere. */
const junction = (separator: string, empty: string): Make => (run, [members]) => {
  const values = choose(run, members.value).kind === 'array' ? listOf(run, members, separator)?.map((v) => choose(run, v)) : undefined;
  // What is absent only now and then is either there or not.
  if (!values || values.some((v) => v.kind === 'scalar')) return unread(members, 'holds members that are only known at run time');
  const present = values.filter((v) => !isAbsent(v));
  const lists = present.length === 0 ? [[textPiece(empty)]] : pieceLists(run, present, members, separator);
  return lists && between(lists, separator);
};

const brackets = (name: string): number => /(?:\s*\[\])*\s*$/.exec(name)?.[0].match(/\[\]/g)?.length ?? 0;
const withoutBrackets = (name: string): string => name.trim().replace(/(\[\])+$/, '');

/** `int4`, `int4[]`, `['schema', 'type']`, a fragment: with brackets for one more dimension. */
const columnType = (run: Run, value: Value, node: ts.Node): string | undefined => {
  const v = choose(run, value);
  if (v.kind === 'array') {
    const parts = v.items.map((i) => (i.presence === 'one' ? nameOf(run, i.value, node) : undefined));
    return parts.every((p) => p !== undefined) ? `${identifierText(parts)}[]` : undefined;
  }
  const raw = textOf(v);
  const name = raw ?? nameOf(run, v, node);
  if (name === undefined) return undefined;
  const bare = withoutBrackets(name);
  return `${raw === undefined ? identifierText([bare]) : bare}${'[]'.repeat(brackets(name) + 1)}`;
};

const array: Make = (run, [values, type]) => {
  const v = choose(run, type.value);
  const raw = textOf(v);
  const name = raw === undefined ? nameOf(run, v, type.node) : undefined;
  if (raw === undefined && name === undefined) return unread(type);
  return [...bound(run, values.value, values.node), textPiece(`::${raw ?? `${identifierText([name ?? ''])}[]`}`)];
};

/** The values of one column of all tuples. */
const columnOf = (run: Run, tuples: Value, index: number, node: ts.Node): Value | undefined => {
  const rows = choose(run, tuples);
  if (rows.kind !== 'array') return undefined;
  const cells = rows.items.map((row) => {
    const tuple = choose(run, row.value);
    const exact = tuple.kind === 'array' && tuple.items.slice(0, index + 1).every((i) => i.presence === 'one');
    return { value: exact ? tuple.items[index]?.value : undefined, presence: row.presence };
  });
  const known = cells.flatMap(({ value, presence }) => (value ? [{ value, presence }] : []));
  return known.length === cells.length && node.pos >= 0 ? { kind: 'array', items: known } : undefined;
};

const unnest: Make = (run, [tuples, types]) => {
  const v = choose(run, types.value);
  if (v.kind !== 'array' || v.items.length === 0 || v.items.some((i) => i.presence !== 'one')) return unread(types);
  const names = v.items.map((item, i) => columnType(run, item.value, elementNode(types.node, i, v.items.length)));
  if (!names.every((n) => n !== undefined)) return unread(types);
  const columns = names.map((name, i) => [...bound(run, columnOf(run, tuples.value, i, tuples.node) ?? tuples.value, tuples.node), textPiece(`::${name}`)]);
  return [textPiece('unnest('), ...between(columns, ', '), textPiece(')')];
};

/** What each function of the tag makes of its arguments. */
const fragments: Readonly<Record<string, Make>> = {
  and: junction(' AND ', 'TRUE'),
  or: junction(' OR ', 'FALSE'),
  list: (run, [members]) => joined(run, members, ', '),
  join,
  array,
  unnest,
  identifier,
  binary: around('', ''),
  date: around('', '::date'),
  // Which of its parts are there has no bearing on rows.
  interval: around('make_interval(secs => ', ')'),
  json: around('', '::json'),
  jsonb: around('', '::jsonb'),
  literalValue: around('', ''),
  timestamp: around('to_timestamp(', ')'),
  uuid: around('', '::uuid'),
};

/** The token that a function of the tag gives back. */
export const makeFragment = (run: Run, name: string, args: Arguments): Value => {
  const at = (i: number): Argument => ({ value: args.values[i] ?? undefinedValue, node: args.nodes[i] ?? args.call });
  const make = Object.hasOwn(fragments, name) && !args.open ? fragments[name] : undefined;
  if (!make) return new SlonikToken(unknownPieces(`${spelled(args.call)} is not read`, 'unproven-fragment'), args.call);
  return alternatives(
    run,
    () => new SlonikToken(make(run, [at(0), at(1)]), args.call),
    () => new SlonikToken(unknownPieces(`${spelled(args.call)} has more alternatives than are told apart`, 'unproven-fragment'), args.call),
  );
};

export const fragmentNames: readonly string[] = Object.keys(fragments);
