import type { Alias, JoinExpr, Node, ResTarget, SelectStmt } from 'libpg-query';
import { as, isStar, stringOf, stringsOf } from '../lower/context.ts';
import type { Table } from './catalog.ts';
import type { Read } from './reads.ts';
import { walkTree } from './tree.ts';

/** Column names in order; undefined: not known. */
export type Names = readonly string[] | undefined;

/** A column that `*` stands for; one that USING merged has no qualifier. */
interface Shown {
  readonly qualifier: string | undefined;
  readonly name: string;
}

type Columns = readonly Shown[] | undefined;

/** PostgreSQL expands `*` and NATURAL when a view is made; so does this, in the parse tree. */
interface Expansion {
  readonly reads: readonly Read[];
  readonly ctes: ReadonlyMap<string, Names>;
  /** Called for a `*` or NATURAL that stays. */
  readonly leave: () => void;
}

const namesOf = (table: Table): Names => (table.view ? table.view.names : table.columns && [...table.columns.keys()]);

const aliased = (names: Names, alias: Alias | undefined): Names => {
  const given = stringsOf(alias?.colnames);
  return names?.map((n, i) => given[i] ?? n);
};

const under = (qualifier: string | undefined, names: Names): Columns => names?.map((name) => ({ qualifier, name }));

const usingColumns = (e: JoinExpr, left: Columns, right: Columns): readonly string[] | undefined => {
  if (!e.isNatural) return stringsOf(e.usingClause);
  return left && right && left.map((c) => c.name).filter((name) => right.some((c) => c.name === name));
};

const joinColumns = (x: Expansion, e: JoinExpr): Columns => {
  const left = fromColumns(x, e.larg);
  const right = fromColumns(x, e.rarg);
  expandBelow(x, e.quals);
  const using = usingColumns(e, left, right);
  if (!using) x.leave();
  else if (e.isNatural && using.length > 0) {
    e.isNatural = false;
    e.usingClause = using.map((sval) => ({ String: { sval } }));
  }
  if (!left || !right || !using) return undefined;
  const rest = [...left, ...right].filter((c) => !using.includes(c.name));
  const columns = [...using.map((name) => ({ qualifier: undefined, name })), ...rest];
  return e.alias ? under(e.alias.aliasname, aliased(columns.map((c) => c.name), e.alias)) : columns;
};

const fromColumns = (x: Expansion, node: Node | undefined): Columns => {
  const range = as(node, 'RangeVar');
  if (range) {
    const read = x.reads.find((r) => r.range === range);
    const names = read ? namesOf(read.table) : x.ctes.get(range.relname ?? '');
    return under(range.alias?.aliasname ?? range.relname, aliased(names, range.alias));
  }
  const join = as(node, 'JoinExpr');
  if (join) return joinColumns(x, join);
  const derived = as(node, 'RangeSubselect');
  const query = as(derived?.subquery, 'SelectStmt');
  if (query) return under(derived?.alias?.aliasname, aliased(expandSelect(x, query), derived?.alias));
  expandBelow(x, node);
  return undefined;
};

/** The columns of one `*`; undefined: they are not known. */
const starColumns = (items: readonly { readonly columns: Columns; readonly qualifiers: ReadonlySet<string> }[], fields: readonly Node[]): Columns => {
  const qualifier = fields.length > 1 ? stringOf(fields.at(-2)) : undefined;
  const meant = qualifier === undefined ? items : items.filter((i) => i.columns === undefined || i.columns.some((c) => c.qualifier === qualifier));
  const columns = meant.flatMap((i) => i.columns?.filter((c) => qualifier === undefined || c.qualifier === qualifier) ?? [undefined]);
  const names = items.flatMap((i) => [...i.qualifiers]);
  if (columns.includes(undefined) || columns.length === 0 || new Set(names).size < names.length) return undefined;
  return columns.flatMap((c) => c ?? []);
};

const reference = ({ qualifier, name }: Shown, location: number | undefined): Node => ({
  ResTarget: { val: { ColumnRef: { fields: [qualifier, name].flatMap((sval) => (sval === undefined ? [] : [{ String: { sval } }])), ...(location !== undefined && { location }) } } },
});

/** The name PostgreSQL gives an output column, in the cases that matter. */
const outputName = (target: ResTarget | undefined): string | undefined => {
  if (target?.name !== undefined) return target.name;
  const fields = as(target?.val, 'ColumnRef')?.fields ?? as(target?.val, 'FuncCall')?.funcname;
  const cast = as(target?.val, 'TypeCast');
  if (cast?.arg) return outputName({ val: cast.arg });
  return isStar(target?.val) || !fields ? undefined : stringOf(fields.at(-1));
};

/** Queries inside an expression. */
const expandBelow = (x: Expansion, part: unknown): void => {
  walkTree(part, (node) => {
    const query = as(node, 'SelectStmt');
    if (query) expandSelect(x, query);
    return !query;
  });
};

const expandWith = (x: Expansion, s: SelectStmt): Expansion => {
  let ctes = x.ctes;
  for (const node of s.withClause?.ctes ?? []) {
    const cte = as(node, 'CommonTableExpr');
    const query = as(cte?.ctequery, 'SelectStmt');
    const name = cte?.ctename ?? '';
    const given = cte?.aliascolnames && stringsOf(cte.aliascolnames);
    const inner = s.withClause?.recursive ? new Map([...ctes, [name, given]]) : ctes;
    const names = query && expandSelect({ ...x, ctes: inner }, query);
    ctes = new Map([...ctes, [name, names?.map((n, i) => given?.[i] ?? n) ?? given]]);
  }
  return { ...x, ctes };
};

const expandTargets = (x: Expansion, s: SelectStmt): void => {
  const items = (s.fromClause ?? []).map((node) => {
    const columns = fromColumns(x, node);
    return { columns, qualifiers: new Set((columns ?? []).flatMap((c) => c.qualifier ?? [])) };
  });
  s.targetList = s.targetList?.flatMap((node) => {
    const star = isStar(as(node, 'ResTarget')?.val) ? as(as(node, 'ResTarget')?.val, 'ColumnRef') : undefined;
    if (!star) return [node];
    const columns = starColumns(items, star.fields ?? []);
    if (!columns) x.leave();
    return columns?.map((c) => reference(c, star.location)) ?? [node];
  }) ?? [];
};

/** Expands a query in place; its output names, when they are known. */
export const expandSelect = (outer: Expansion, s: SelectStmt): Names => {
  const x = expandWith(outer, s);
  if (s.larg && s.rarg) {
    const names = expandSelect(x, s.larg);
    expandSelect(x, s.rarg);
    return names;
  }
  if (s.valuesLists) return as(s.valuesLists[0], 'List')?.items?.map((_item, i) => `column${i + 1}`);
  expandTargets(x, s);
  // What WITH and FROM hold is expanded already.
  for (const [clause, part] of Object.entries(s)) if (clause !== 'withClause' && clause !== 'fromClause') expandBelow(x, part);
  const names = (s.targetList ?? []).map((t) => outputName(as(t, 'ResTarget')));
  return names.every((n) => n !== undefined) ? names : undefined;
};
