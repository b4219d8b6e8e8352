import type { Node } from 'libpg-query';
import { as, kindOf, stringOf, stringsOf } from '../lower/context.ts';
import { lowerTypeName } from '../lower/type-name.ts';
import { list, member, queryOf, readPlpgsql, textOf, type Tree, treesOf } from '../plpgsql.ts';
import { parseStatements } from '../statements.ts';
import { walkTree } from './tree.ts';

/** What the body of a function does, as far as other tenants' rows care. */
export interface Body {
  /** What it calls, lower case: `name`, `field name`, `operator +`, `cast type`; undefined: it reads or writes tables, or it cannot be read. */
  readonly calls: ReadonlySet<string> | undefined;
  /** The columns of NEW that it sets; undefined: it may set any. */
  readonly sets: ReadonlySet<string> | undefined;
}

export const unreadBody: Body = { calls: undefined, sets: undefined };

/** Statements and clauses of a body that only compute. */
const computing = new Set(['SelectStmt', 'ReturnStmt']);

const refused = ['RangeVar', 'intoClause', 'InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt'];

/** What a node calls: a function, an operator, a cast, or a function in the notation of a field. */
const callsAt = (node: Node): readonly string[] => {
  const called = as(node, 'FuncCall');
  const operation = as(node, 'A_Expr');
  const cast = as(node, 'TypeCast');
  const fields = [...(as(node, 'A_Indirection')?.indirection ?? []), ...(as(node, 'ColumnRef')?.fields?.slice(1) ?? [])];
  return [
    ...(called ? [stringsOf(called.funcname).filter((p, i) => i > 0 || p !== 'pg_catalog').join('.')] : []),
    ...(operation ? [`operator ${stringsOf(operation.name).at(-1) ?? ''}`] : []),
    ...(cast ? [`cast ${lowerTypeName(cast.typeName).name}`] : []),
    ...fields.flatMap((f) => (as(f, 'String') ? [`field ${stringOf(f)}`] : [])),
  ];
};

/** What trees call; undefined when they name a table or do more than compute. */
const callsOf = (trees: readonly (Node | undefined)[]): ReadonlySet<string> | undefined => {
  const calls = new Set<string>();
  let pure = trees.every((t) => t !== undefined && computing.has(kindOf(t) ?? ''));
  walkTree(trees, (node) => {
    for (const call of callsAt(node)) calls.add(call.toLowerCase());
    if (refused.some((kind) => kind in node)) pure = false;
    return pure;
  });
  return pure ? calls : undefined;
};

/** An expression beside a body: the condition of a trigger, the default of a parameter. */
export const expressionBody = (node: Node): Body => ({ calls: callsOf([{ ReturnStmt: { returnval: node } }]), sets: new Set() });

/** What two parts of a function do together. */
export const bothBodies = (a: Body, b: Body): Body => ({
  calls: a.calls && b.calls && new Set([...a.calls, ...b.calls]),
  sets: a.sets && b.sets && new Set([...a.sets, ...b.sets]),
});

/** The body of a function in SQL, as text. */
export const sqlBody = (text: string): Body => ({ calls: callsOf(parseStatements(text).map((p) => p.tree)), sets: undefined });

/** A body in the standard's form: RETURN or BEGIN ATOMIC. */
export const standardBody = (node: Node): Body => {
  const items = as(node, 'List')?.items;
  return { calls: callsOf(items ? items.flatMap((i) => as(i, 'List')?.items ?? [i]) : [node]), sets: undefined };
};

/** Statements of PL/pgSQL that run no SQL but their expressions. */
const plain = new Set(['block', 'if', 'case', 'assign', 'return', 'raise', 'assert', 'loop', 'while', 'fori', 'exit', 'perform'].map((s) => `PLpgSQL_stmt_${s}`));

const members = (trees: readonly Tree[], key: string): readonly Tree[] => trees.flatMap((t): readonly Tree[] => { const found = member(t, key); return found ? [found] : []; });

/** The places of NEW and OLD among the variables of a trigger function. */
const rowPlaces = new Set([0, 1]);

/** The column of NEW that an assignment sets; undefined: another variable. `*` is the whole row. */
const columnSet = (datums: readonly Tree[], place: number): string | undefined => {
  const target = datums[place] ?? {};
  const field = member(target, 'PLpgSQL_recfield');
  const record = member(field ? (datums[Number(field['recparentno'] ?? 0)] ?? {}) : target, 'PLpgSQL_rec');
  if (record?.['refname'] !== 'new') return undefined;
  return field ? textOf(field, 'fieldname') : '*';
};

const setsOf = (datums: readonly Tree[], trees: readonly Tree[]): ReadonlySet<string> | undefined => {
  const sets = trees.flatMap((t) => {
    const assign = member(t, 'PLpgSQL_stmt_assign');
    const returned = member(t, 'PLpgSQL_stmt_return');
    if (returned) {
      const place = returned['retvarno'];
      const nothing = /^\s*null\s*$/i.test(textOf(member(member(returned, 'expr') ?? {}, 'PLpgSQL_expr'), 'query') ?? 'null');
      return (place === undefined || Number(place) < 0 ? nothing : rowPlaces.has(Number(place))) ? [] : ['*'];
    }
    return assign ? [columnSet(datums, Number(assign['varno'] ?? 0)) ?? []].flat() : [];
  });
  return sets.includes('*') ? undefined : new Set(sets);
};

/** The body of a function in PL/pgSQL, given the text of the whole CREATE FUNCTION. */
export const plpgsqlBody = (text: string): Body => {
  const whole = readPlpgsql(text);
  if (!whole) return unreadBody;
  const datums = list(whole, 'datums');
  const trees = treesOf(whole);
  const statements = trees.flatMap((t) => Object.keys(t).filter((k) => k.startsWith('PLpgSQL_stmt_')));
  if (!statements.every((s) => plain.has(s))) return unreadBody;
  const calls = callsOf(members(trees, 'PLpgSQL_expr').flatMap((e) => parseStatements(queryOf(e)).map((p) => p.tree)));
  return { calls, sets: calls && setsOf(datums, trees) };
};
