import { ts } from '#compiler';
import type { Candidate, Target } from './candidate.ts';
import type { TextEdit } from './edited-file.ts';
import type { TrustedValue } from './trusted-values.ts';

const starts: ReadonlySet<string> = new Set(['selectFrom', 'updateTable', 'deleteFrom', 'from', 'using']);
const joins: ReadonlySet<string> = new Set(['innerJoin', 'leftJoin', 'rightJoin', 'fullJoin']);

/** A table as a builder names it: `orders as o`. */
interface Named {
  readonly table: string;
  readonly alias: string;
}

const named = (text: string): Named => {
  const [table = '', alias] = text.split(/\s+as\s+/i);
  return { table, alias: alias ?? table };
};

type MethodCall = ts.CallExpression & { readonly expression: ts.PropertyAccessExpression };

const isMethodCall = (node: ts.Node | undefined): node is MethodCall => node !== undefined && ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression);

/** The call whose first argument a node is, or stands in the list of. */
const callAround = (node: ts.Node): MethodCall | undefined => {
  const argument = ts.isArrayLiteralExpression(node.parent) ? node.parent : node;
  const call = argument.parent;
  return isMethodCall(call) && call.arguments[0] === argument ? call : undefined;
};

/** What comes before the next link of a chain: nothing, or a line break with its indentation. */
const gapAfter = (call: ts.CallExpression): string => {
  const text = call.getSourceFile().text;
  const before = isMethodCall(call) ? text.slice(call.expression.expression.end, call.expression.name.getStart()) : '';
  const after = text.slice(call.end);
  return /^(\s*\n\s*)\./.exec(after)?.[1] ?? /^(\s*\n\s*)\.$/.exec(before)?.[1] ?? '';
};

const insertion = (at: number, text: string): TextEdit => ({ start: at, end: at, text });

const withValue = ({ name, declaration }: TrustedValue): Candidate['names'] => new Map([[name, declaration]]);
const noNames: Candidate['names'] = new Map();

/** The methods of the chain that a call stands in, before and behind it. */
const methodsAround = (call: MethodCall): readonly string[] => {
  let end: ts.Node = call;
  while (ts.isPropertyAccessExpression(end.parent) && isMethodCall(end.parent.parent)) end = end.parent.parent;
  const found: string[] = [];
  for (let at: ts.Node = end; isMethodCall(at); at = at.expression.expression) found.push(at.expression.name.text);
  return found;
};

/** A condition in WHERE would drop the rows that such a join keeps without a partner. */
const isKeptByJoin = (call: MethodCall): boolean => methodsAround(call).some((name) => /^(right|full)Join/.test(name));

const condition = (call: MethodCall, column: string, value: TrustedValue): Candidate => {
  const text = `.where('${column}', '=', ${value.text})`;
  return { title: `Add ${text}`, edits: [insertion(call.end, `${gapAfter(call)}${text}`)], names: withValue(value) };
};

/** The tables that the calls before one bring in, the first of the chain first. */
const tablesBefore = (call: MethodCall): readonly Named[] => {
  const found: Named[] = [];
  for (let at: ts.Expression = call.expression.expression; isMethodCall(at); at = at.expression.expression) {
    const [first] = at.arguments;
    if (first && ts.isStringLiteralLike(first) && (starts.has(at.expression.name.text) || joins.has(at.expression.name.text))) found.unshift(named(first.text));
  }
  return found;
};

/** The join's own condition, with one more: it decides what is joined, not what is left of the whole. */
const joinCondition = (call: MethodCall, own: string, other: string): Candidate | undefined => {
  const equality = `.onRef('${own}', '=', '${other}')`;
  const title = `Join on ${own} = ${other} too`;
  const [, second, third] = call.arguments;
  if (second && third) {
    const text = call.getSourceFile().text;
    const [left, right] = [second, third].map((a) => text.slice(a.getStart(), a.end));
    return { title, edits: [{ start: second.getStart(), end: third.end, text: `(join) => join.onRef(${left ?? ''}, '=', ${right ?? ''})${equality}` }], names: noNames };
  }
  if (!second || !ts.isArrowFunction(second) || ts.isBlock(second.body)) return undefined;
  return { title, edits: [insertion(second.body.end, equality)], names: noNames };
};

const joinCandidates = (call: MethodCall, table: Named, column: string, target: Target, values: readonly TrustedValue[]): readonly Candidate[] => {
  const others = tablesBefore(call).flatMap((t) => {
    const theirs = target.columnOf(t.table);
    return theirs === undefined ? [] : [`${t.alias}.${theirs}`];
  });
  const equalities = others.slice(0, 2).map((other) => joinCondition(call, `${table.alias}.${column}`, other)).filter((c) => c !== undefined);
  return call.expression.name.text === 'innerJoin' && !isKeptByJoin(call) ? [...equalities, ...values.map((v) => condition(call, `${table.alias}.${column}`, v))] : equalities;
};

/** Conditions for a table that a builder reads or writes. */
export const conditionCandidates = (node: ts.Node, target: Target, values: readonly TrustedValue[]): readonly Candidate[] => {
  const call = ts.isStringLiteralLike(node) ? callAround(node) : undefined;
  if (!call || !ts.isStringLiteralLike(node)) return [];
  const table = named(node.text);
  const column = target.columnOf(table.table);
  if (column === undefined) return [];
  const method = call.expression.name.text;
  if (joins.has(method)) return joinCandidates(call, table, column, target, values);
  const isQualified = table.alias !== table.table || joins.has(nextMethod(call) ?? '');
  return starts.has(method) && !isKeptByJoin(call) ? values.map((v) => condition(call, isQualified ? `${table.alias}.${column}` : column, v)) : [];
};

const nextMethod = (call: ts.Node): string | undefined => (ts.isPropertyAccessExpression(call.parent) && isMethodCall(call.parent.parent) ? call.parent.name.text : undefined);

const objectsIn = (argument: ts.Expression | undefined): readonly ts.ObjectLiteralExpression[] => {
  if (!argument) return [];
  if (ts.isParenthesizedExpression(argument)) return objectsIn(argument.expression);
  if (ts.isObjectLiteralExpression(argument)) return [argument];
  if (ts.isArrayLiteralExpression(argument)) return argument.elements.flatMap((e) => objectsIn(e));
  const [callback] = ts.isCallExpression(argument) ? argument.arguments : [];
  return callback && ts.isArrowFunction(callback) && !ts.isBlock(callback.body) ? objectsIn(callback.body) : [];
};

/** After what else the row holds, so that nothing overrides it. */
const stamp = (object: ts.ObjectLiteralExpression, column: string, value: string): TextEdit => {
  const last = object.properties.at(-1);
  const cell = value === column ? column : `${column}: ${value}`;
  if (!last) return { start: object.getStart(), end: object.end, text: `{ ${cell} }` };
  const own = object.properties.find((p) => p.name !== undefined && (ts.isIdentifier(p.name) || ts.isStringLiteral(p.name)) && p.name.text === column);
  if (own) return { start: own.getStart(), end: own.end, text: cell };
  const text = object.getSourceFile().text;
  const gap = /\n\s*$/.exec(text.slice(object.getStart(), last.getStart()))?.[0] ?? ' ';
  return insertion(last.end, `,${gap}${cell}`);
};

/** The tenant in the rows of an insert. A row may stand in a callback, where names mean other things. */
export const stampCandidates = (chain: ts.Node, target: Target, valuesAt: (node: ts.Node) => readonly TrustedValue[]): readonly Candidate[] => {
  let table: string | undefined;
  let rows: readonly ts.ObjectLiteralExpression[] = [];
  for (let at = chain; isMethodCall(at); at = at.expression.expression) {
    const [first] = at.arguments;
    if (at.expression.name.text === 'values') rows = objectsIn(first);
    if (at.expression.name.text === 'insertInto' && first && ts.isStringLiteralLike(first)) table = named(first.text).table;
  }
  const column = table === undefined ? undefined : target.columnOf(table);
  const [row] = rows;
  if (column === undefined || !row) return [];
  return valuesAt(row).map((v) => ({ title: `Give the row${rows.length === 1 ? '' : 's'} ${column}: ${v.text}`, edits: rows.map((r) => stamp(r, column, v.text)), names: withValue(v) }));
};
