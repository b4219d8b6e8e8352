import { isAggregate } from '../postgres/functions.ts';
import type { Window } from '../query/expr/call.ts';
import type { Expr } from '../query/expr/expr.ts';
import type { Relation } from '../query/relation/relation.ts';
import type { QueryTail, SelectItem, SelectQuery, SetQuery, ValuesQuery } from '../query/statement/query.ts';
import { walk, windowChildren } from '../query/visit.ts';
import { certainFacts, type Context, reach } from './closure.ts';
import { comparedTerms } from './contradiction.ts';
import { columnTerm, hasScalarType, inexact, isAbsent } from './columns.ts';
import { bothFacts, openWith } from './cte.ts';
import { noExit, settleLevel } from './demand.ts';
import { factsOf } from './facts.ts';
import { bindRelation } from './from.ts';
import { inspect, inspectItems } from './inspect.ts';
import { contextOf, type Env, type Level, openLevel, type StarPart } from './level.ts';
import { resolve, type Resolved } from './resolve.ts';
import { makeBinding, type Session } from './session.ts';
import { TENANT, noFacts, unknownOutput, type Binding, type ColumnFacts, type Edge, type Exit, type Output, type Pending, type State, type Term, type QueryResult } from './structure.ts';

/** An output column of one level: its name and what it stands for inside. */
interface Column {
  readonly name: string | undefined;
  readonly resolved: Resolved;
}

/** The output columns of a level; `open` are relations of unknown columns that `*` passes on. */
export interface Projection {
  readonly columns: readonly Column[];
  readonly open: readonly Binding[];
}

const qualifiedStar = (level: Level, qualifier: readonly string[]): readonly StarPart[] => {
  for (let l: Level | undefined = level; l; l = l.parent) {
    const found = l.bindings.filter((b) => b.alias === qualifier.at(-1));
    if (found.length > 0) return found.map((binding) => ({ kind: 'columns', binding, without: new Set() }));
  }
  return [];
};

const partColumns = (part: StarPart): readonly Column[] => {
  if (part.kind === 'merged') return [{ name: part.name, resolved: { terms: [part.term] } }];
  const { binding, without } = part;
  return (binding.columns ?? [])
    .filter((name) => !without.has(name))
    .map((name) => ({ name, resolved: { terms: [columnTerm(binding, binding.renames?.get(name) ?? name)] } }));
};

/** Where a relation of unknown columns stands beside merged ones, the places of the columns are not known. */
const starColumns = (parts: readonly StarPart[], open: Binding[]): readonly Column[] => {
  const unknown = parts.flatMap((p) => (p.kind === 'columns' && p.binding.columns === undefined ? [p.binding] : []));
  open.push(...unknown);
  const columns = parts.flatMap(partColumns);
  if (unknown.length === 0 || parts.every((p) => p.kind === 'columns')) return columns;
  const cause = { rule: 'unproven-column', why: 'the order of the columns of * over these joins is not followed; name them' };
  return columns.map((c) => ({ ...c, resolved: { ...c.resolved, cause } }));
};

const implicitName = (e: Expr): string | undefined => {
  if (e.kind === 'column') return e.path.at(-1);
  if (e.kind === 'call') return e.name.at(-1);
  return e.kind === 'cast' ? implicitName(e.arg) : undefined;
};

const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
};

/** Reads a select list (or RETURNING) into output columns, when somebody outside asks for them. */
export const project = (session: Session, level: Level, items: readonly SelectItem[]): (() => Projection) => once(() => readItems(session, level, items));

const readItems = (session: Session, level: Level, items: readonly SelectItem[]): Projection => {
  const open: Binding[] = [];
  const columns = items.flatMap((item): readonly Column[] => {
    if (item.star) return starColumns(item.qualifier ? qualifiedStar(level, item.qualifier) : level.star, open);
    return [{ name: item.name ?? implicitName(item.expr), resolved: resolve(session, level, item.expr) }];
  });
  return { columns, open };
};

/** What stops a filter outside from acting inside; undefined: nothing does. */
type Barrier = (terms: ReadonlySet<Term>) => string | undefined;

const noBarrier: Barrier = () => undefined;

const tailBarrier = (q: QueryTail): string | undefined => {
  if (q.limit && !(q.limit.kind === 'constant' && q.limit.value === null)) return 'LIMIT inside the sub-query is applied before the outer condition: other tenants decide which rows survive';
  if (q.offset) return 'OFFSET inside the sub-query is applied before the outer condition: other tenants decide which rows survive';
  return q.locking ? 'the sub-query locks rows of other tenants before the outer condition is applied' : undefined;
};

/** Expressions outside the select list in which aggregates and windows may stand. */
const looseExpressions = (q: SelectQuery): readonly Expr[] => [...(typeof q.distinct === 'object' ? q.distinct : []), ...q.windows.flatMap((w) => windowChildren(w.window))];

const callsOf = (q: SelectQuery, wanted: (e: Extract<Expr, { kind: 'call' }>) => boolean): boolean => {
  let found = false;
  const look = (e: Expr): void => {
    if (e.kind === 'call' && wanted(e)) found = true;
  };
  for (const item of q.items) if (!item.star) walk(item.expr, look);
  for (const e of q.orderBy) walk(e, look);
  for (const e of looseExpressions(q)) walk(e, look);
  return found;
};

const aggregates = (q: SelectQuery): boolean =>
  q.having !== undefined || callsOf(q, (e) => !e.over && isAggregate(e.name.at(-1) ?? ''));

const windowsOf = (q: SelectQuery): readonly Window[] => {
  const found: Window[] = [];
  const look = (e: Expr): void => {
    if (e.kind === 'call' && e.over) found.push(e.over);
  };
  for (const item of q.items) if (!item.star) walk(item.expr, look);
  for (const e of [...q.orderBy, ...looseExpressions(q)]) walk(e, look);
  return found;
};

const partitionOf = (q: SelectQuery, window: Window): readonly Expr[] => {
  const base = window.name === undefined ? undefined : q.windows.find((w) => w.name === window.name)?.window;
  return base ? [...partitionOf(q, base), ...window.partitionBy] : window.partitionBy;
};

/** One group per value of `exprs`: a filter on a term that is among them acts on whole groups. */
const separates = (session: Session, level: Level, exprs: readonly Expr[], terms: ReadonlySet<Term>): boolean =>
  exprs.some((e) => {
    const { terms: [term], cause } = resolve(session, level, e);
    return term !== undefined && !cause && terms.has(term);
  });

/** DISTINCT ON and ORDER BY take a bare name or number for an output column first. */
const outputFirst = (q: SelectQuery, e: Expr): Expr => {
  const item =
    e.kind === 'constant' && typeof e.value === 'number'
      ? q.items.some((i) => i.star) ? undefined : q.items[e.value - 1]
      : e.kind === 'column' && e.path.length === 1
        ? q.items.find((i) => !i.star && i.name === e.path[0])
        : undefined;
  return item && !item.star ? item.expr : e;
};

const barrierOf = (session: Session, level: Level, q: SelectQuery): Barrier => {
  const fixed = tailBarrier(q);
  if (fixed !== undefined) return () => fixed;
  if (q.groupBy === undefined && aggregates(q)) return () => 'the aggregate inside the sub-query is computed over the rows of all tenants';
  const windows = windowsOf(q).map((w) => partitionOf(q, w));
  const { distinct } = q;
  return (terms) => {
    if (typeof distinct === 'object' && !separates(session, level, distinct.map((e) => outputFirst(q, e)), terms)) return 'DISTINCT ON without the tenant column: other tenants decide which row survives';
    if (windows.some((w) => !separates(session, level, w, terms))) return 'the window function is computed over the rows of all tenants (no PARTITION BY the tenant column)';
    return undefined;
  };
};

/** How an open obligation can be discharged from outside, by the states that would discharge it here. */
const exitsOf = (level: Level, projection: () => Projection, barrier: Barrier, states: readonly State[]): { readonly exits: readonly Exit[]; readonly note?: string | undefined } => {
  const outer = states.flatMap(({ term, tag }): Exit[] => (term.depth > 0 && term.depth < level.depth ? [{ kind: 'outer', term, tag }] : []));
  const note = barrier(new Set(states.map((s) => s.term)));
  if (note !== undefined) return { exits: outer, note };
  const { columns: outputs, open } = projection();
  const columns = states.flatMap(({ term, tag }): Exit[] => [
    ...outputs.flatMap(({ resolved }, index): Exit[] => (resolved.terms.includes(term) ? [{ kind: 'column', index, tag, cause: resolved.cause }] : [])),
    ...(term.source && open.includes(term.source.binding) ? [{ kind: 'named' as const, name: term.source.column, tag }] : []),
  ]);
  return { exits: [...outer, ...columns] };
};

const outerOnly = (level: Level, steps: readonly { readonly state: State }[]): readonly Term[] =>
  steps.flatMap(({ state: { term, tag } }) => (tag === TENANT && term.depth > 0 && term.depth < level.depth ? [term] : []));

/** The tags that the facts of a level speak of. */
const tagsOf = (level: Level): readonly string[] => [
  ...new Set([
    TENANT,
    ...level.edges.flatMap((e) => (e.kind === 'tagged' ? [e.tag] : e.kind === 'implies' && e.tagA !== undefined ? [e.tagA] : [])),
  ]),
];

const tagFacts = (level: Level, context: Context, { terms, cause }: Resolved): ColumnFacts['tags'] =>
  tagsOf(level).flatMap((tag) => {
    const starts = terms.map((term) => ({ term, tag }));
    const sure = cause ? undefined : reach(starts, context, [], false).goal;
    const says = `${terms[0]?.label ?? 'the value'} is the tenant’s inside the sub-query`;
    if (sure) return [{ tag, says }];
    const maybe = reach(starts, context, [], true).goal;
    const doubt = cause ?? maybe?.cause;
    return maybe && doubt ? [{ tag, says, cause: doubt }] : [];
  });

const untrustedOf = (steps: readonly { readonly state: State }[]): string | undefined =>
  steps.find((s) => s.state.term.untrusted)?.state.term.origin;

/** Never NULL in a row of the level. */
const isNonNull = (level: Level, term: Term): boolean => {
  if (term.depth === 0 && term.nonNull) return true;
  const own = term.nonNull && term.bindings.every((b) => level.bindings.includes(b) && !level.nullable.has(b));
  return own || level.edges.some((e) => e.guard === undefined && !e.cause && comparedTerms(e).includes(term));
};

const resolvedFacts = (level: Level, resolved: Resolved, peersOf: (terms: readonly Term[]) => readonly number[]): ColumnFacts => {
  const [term] = resolved.terms;
  if (!term) return noFacts;
  const tags = tagFacts(level, contextOf(level), resolved);
  if (resolved.cause) return { ...noFacts, tags };
  const { steps } = reach([{ term, tag: TENANT }], contextOf(level), [], false);
  return { tags, outer: outerOnly(level, steps), peers: peersOf(steps.map((s) => s.state.term)), untrusted: untrustedOf(steps), inexact: inexact(term), absent: isAbsent(term), nonNull: hasScalarType(term) && isNonNull(level, term) };
};

/**
 * In the row that a group of no rows makes, WHERE was not met: columns are NULL there, and what belongs to no row of this
 * level keeps its value.
 */
const looseFacts = (level: Level, resolved: Resolved): ColumnFacts => {
  const own = resolved.terms.every((t) => t.depth === level.depth);
  const edges = own ? level.edges.filter((e) => e.kind !== 'never') : [];
  const tags = tagFacts(level, { ...contextOf(level), edges }, resolved);
  const [term] = resolved.terms;
  return term ? { ...noFacts, tags, untrusted: term.untrusted ? term.origin : undefined, inexact: inexact(term), absent: true } : noFacts;
};

const lazily = <T>(make: (index: number) => T): ((index: number) => T) => {
  const made = new Map<number, T>();
  return (index) => {
    const found = made.get(index) ?? make(index);
    made.set(index, found);
    return found;
  };
};

/** Whether rows are groups in which a column may be NULL for being left out, or that may come of no rows. */
type Groups = 'none' | 'of several sets' | 'of no rows';

/** What a level passes on: columns with what is known of them, and the obligations it could not discharge. */
export const outputOf = (level: Level, projection: () => Projection, pending: readonly Pending[], groups: Groups = 'none'): Output => {
  const factsFor = (resolved: Resolved): ColumnFacts => {
    if (groups === 'of no rows') return looseFacts(level, resolved);
    const facts = resolvedFacts(level, resolved, peersOf);
    return groups === 'none' ? facts : { ...facts, nonNull: false };
  };
  const peersOf = (terms: readonly Term[]): readonly number[] =>
    projection().columns.flatMap(({ resolved }, i) => (!resolved.cause && resolved.terms[0] && terms.includes(resolved.terms[0]) ? [i] : []));
  const names = once(() => projection().columns.map((c) => c.name));
  const named = once((): Output['named'] => {
    const { open } = projection();
    const [only] = open;
    return only && open.length === 1 ? (name) => factsFor({ terms: [columnTerm(only, name)] }) : only && (() => noFacts);
  });
  return {
    get names() {
      return names();
    },
    facts: lazily((index) => factsFor(projection().columns[index]?.resolved ?? { terms: [] })),
    get named() {
      return named();
    },
    pending,
  };
};

const noEdges = (): readonly Edge[] => [];

const existsFacts = (level: Level): readonly Edge[] => {
  const context = contextOf(level);
  const never = reach([], context, [], false).goal;
  if (never?.by) return [never.by];
  const mentioned = new Set(
    level.edges.flatMap((e) => (e.kind === 'never' ? [] : 'b' in e ? [e.a, e.b] : [e.a])).filter((t) => t.depth > 0 && t.depth < level.depth),
  );
  return [...mentioned].flatMap((a): readonly Edge[] => {
    const facts = resolvedFacts(level, { terms: [a] }, () => []);
    return [
      ...facts.tags.map((t): Edge => ({ kind: 'tagged', a, tag: t.tag, cause: t.cause, guard: undefined, says: `${a.label} is the tenant’s in EXISTS` })),
      ...facts.outer.filter((b) => b !== a).map((b): Edge => ({ kind: 'equal', a, b, strict: false, guard: undefined, says: `${a.label} = ${b.label} in EXISTS` })),
    ];
  });
};

const isZero = (e: Expr | undefined): boolean => e?.kind === 'constant' && (e.value === 0 || e.value === '0');

const inspectTail = (session: Session, level: Level, q: QueryTail): void => {
  for (const e of q.orderBy) inspect(session, level, e);
  inspect(session, level, q.limit, { regardless: true });
  inspect(session, level, q.offset, { regardless: true });
};

/** One group over no rows is still a row. */
const makesRowOfNone = (q: SelectQuery): boolean => (q.groupBy === undefined ? aggregates(q) : q.groupBy.some((set) => set.length === 0));

const aliasesOf = (r: Relation): readonly (string | undefined)[] => (r.kind === 'join' ? [...aliasesOf(r.left), ...aliasesOf(r.right)] : [r.kind === 'table' ? (r.alias ?? r.name) : r.alias]);

/** `count(*)`, or an aggregate of columns of this level alone: one of outer columns belongs to an outer level. */
const isOwnAggregate = (q: SelectQuery, e: Expr): boolean => {
  if (e.kind !== 'call' || e.over || !isAggregate(e.name.at(-1) ?? '')) return false;
  const own = q.from.flatMap(aliasesOf);
  const parts: Expr[] = [];
  for (const arg of e.args) walk(arg, (part) => parts.push(part));
  const columns = parts.filter((p) => p.kind === 'column');
  return e.star === true || (columns.length > 0 && !parts.some((p) => p.kind === 'subquery') && columns.every((c) => c.path.length > 1 && own.includes(c.path[0])));
};

/** One group whatever the tables hold: no HAVING, LIMIT or function that makes rows may take it away. */
const isAlwaysThere = (q: SelectQuery): boolean => {
  if (!makesRowOfNone(q) || q.having || q.limit || q.offset) return false;
  const calls = q.items.flatMap((item): readonly Expr[] => {
    const found: Expr[] = [];
    if (!item.star) walk(item.expr, (e) => e.kind === 'call' && found.push(e));
    return found;
  });
  return calls.some((e) => isOwnAggregate(q, e)) && calls.every((e) => e.kind === 'call' && isAggregate(e.name.at(-1) ?? ''));
};

const groupsOf = (q: SelectQuery): Groups => {
  if (makesRowOfNone(q)) return 'of no rows';
  return q.groupBy !== undefined && q.groupBy.length > 1 ? 'of several sets' : 'none';
};

const nameAliases = (level: Level, items: readonly SelectItem[]): void => {
  for (const item of items) if (!item.star && item.name !== undefined) level.aliases.add(item.name);
};

const inspectSelect = (session: Session, level: Level, q: SelectQuery): void => {
  nameAliases(level, q.items);
  const regardless = makesRowOfNone(q);
  inspectItems(session, level, q.items, { regardless, perhaps: true });
  // The name or number of an output column stands for an item that is inspected already.
  for (const set of q.groupBy ?? []) for (const e of set) inspect(session, level, e);
  if (typeof q.distinct === 'object') for (const e of q.distinct) inspect(session, level, e);
  inspect(session, level, q.having, { regardless, perhaps: true });
  for (const { window } of q.windows) for (const e of windowChildren(window)) inspect(session, level, e);
  inspectTail(session, level, q);
};

/** A select list with a set-returning or plain call never makes rows of its own; one group over no rows does. */
const existsOnlyWithRows = (q: SelectQuery): boolean => !makesRowOfNone(q) && !holdsSubquery(q);

/** An aggregate of this level may stand in a sub-query of its select list. */
const holdsSubquery = (q: SelectQuery): boolean => {
  let found = false;
  const look = (e: Expr): void => {
    if (e.kind === 'subquery') found = true;
  };
  for (const item of q.items) if (!item.star) walk(item.expr, look);
  for (const e of [...q.orderBy, ...looseExpressions(q), ...(q.having ? [q.having] : [])]) walk(e, look);
  return found;
};

const selectResult = (session: Session, q: SelectQuery, parent: Level | undefined, outerEnv: Env | undefined): QueryResult => {
  const level = openLevel(parent, openWith(session, q.with, parent, outerEnv));
  for (const relation of q.from) bindRelation(session, level, relation);
  const at = { session, level, guard: undefined };
  if (q.where) level.edges.push(...factsOf({ ...at, clause: 'WHERE' }, q.where, true, certainFacts(contextOf(level))));
  inspect(session, level, q.where);
  inspectSelect(session, level, q);
  if (q.having && q.groupBy) level.edges.push(...factsOf({ ...at, clause: 'HAVING' }, q.having, true).filter((e) => e.kind !== 'never' || !e.cause));
  const projection = project(session, level, q.items);
  const barrier = q === session.top ? noBarrier : barrierOf(session, level, q);
  const pending = isZero(q.limit) ? [] : settleLevel(session, level, (states) => exitsOf(level, projection, barrier, states));
  return { output: outputOf(level, projection, pending, groupsOf(q)), always: isAlwaysThere(q), exists: existsOnlyWithRows(q) ? () => existsFacts(level) : noEdges };
};

/** A set operation lets an outer filter act on both sides, unless LIMIT & co. come between. */
const sidePending = (q: SetQuery, pending: readonly Pending[]): readonly Pending[] => {
  const note = tailBarrier(q);
  if (note === undefined) return pending;
  return pending.map((p) => ({ ...p, exits: p.exits.filter((x) => x.kind === 'outer'), notes: [note, ...p.notes] }));
};

const setFacts = (q: SetQuery, left: Output, right: Output): ((index: number) => ColumnFacts) => {
  if (q.op === 'except') return left.facts;
  return (index) => bothFacts(left.facts(index), right.facts(index));
};

/** A row that is kept is the same on both sides: where one side is the tenant's, so is the other. */
const withoutShared = (pending: readonly Pending[], other: Output): readonly Pending[] =>
  pending.filter((p) => !p.exits.some((x) => x.kind === 'column' && !x.cause && isTagged(other.facts(x.index), x.tag)));

/** NULL is the same as NULL here, and a value of another type may be the same as many. */
const isTagged = ({ tags, nonNull, inexact: doubt }: ColumnFacts, tag: string): boolean =>
  nonNull === true && doubt === undefined && tags.some((t) => t.tag === tag && !t.cause);

/** What a set operation leaves open of its sides. */
const openSides = (q: SetQuery, left: Output, right: Output): readonly Pending[] => {
  const aligned = positionsKnown(left, right);
  const ofLeft = aligned && q.op === 'intersect' ? withoutShared(left.pending, right) : left.pending;
  const ofRight = aligned && q.op !== 'union' ? withoutShared(right.pending, left) : right.pending;
  return [...sidePending(q, ofLeft), ...sidePending(q, ofRight)];
};

const positionsKnown = (left: Output, right: Output): boolean => !left.named && !right.named;

/** `*` over unknown columns on both sides of UNION lines up only by position, which is not known. */
const unaligned = (pending: readonly Pending[]): readonly Pending[] =>
  pending.map((p) => ({
    ...p,
    exits: p.exits.filter((x) => x.kind === 'outer'),
    cause: p.cause ?? (p.exits.some((x) => x.kind !== 'outer') ? { rule: 'unproven-column', why: 'the columns of * on the sides of the set operation are not known', at: p.obligation.at } : undefined),
  }));

const setResult = (session: Session, q: SetQuery, parent: Level | undefined, outerEnv: Env | undefined): QueryResult => {
  const env = openWith(session, q.with, parent, outerEnv);
  const left = session.query(q.left, parent, env).output;
  const right = session.query(q.right, parent, env).output;
  const level = openLevel(parent, env);
  for (const name of left.names) if (name !== undefined) level.aliases.add(name);
  if (left.named) level.bindings.push(makeBinding(session, level, { alias: '', source: { kind: 'unread' } }));
  inspectTail(session, level, q);
  const tail = settleLevel(session, level, noExit);
  const pending = isZero(q.limit) ? [] : [...openSides(q, left, right), ...tail];
  const output: Output = positionsKnown(left, right)
    ? { names: left.names, facts: lazily(setFacts(q, left, right)), pending }
    : { ...unknownOutput, pending: unaligned(pending) };
  return { output, exists: noEdges };
};

const valuesResult = (session: Session, q: ValuesQuery, parent: Level | undefined, outerEnv: Env | undefined): QueryResult => {
  const level = openLevel(parent, openWith(session, q.with, parent, outerEnv));
  for (const row of q.rows) for (const e of row) inspect(session, level, e);
  inspectTail(session, level, q);
  const pending = settleLevel(session, level, (states) => exitsOf(level, () => ({ columns: [], open: [] }), () => undefined, states));
  const width = q.rows[0]?.length ?? 0;
  const facts = lazily((index) =>
    q.rows
      .map((row) => resolvedFacts(level, row[index] ? resolve(session, level, row[index]) : { terms: [] }, () => []))
      .reduce(bothFacts),
  );
  return { output: { names: Array.from({ length: width }, (_, i) => `column${i + 1}`), facts: q.rows.length > 0 ? facts : () => noFacts, pending }, exists: noEdges };
};

/** Decides a query: what it passes to the level around it. */
export const queryResult: Session['query'] extends (query: infer Q, parent: infer P, env: infer E) => infer R
  ? (session: Session, query: Q, parent: P, env: E) => R
  : never = (session, q, parent, env) => {
  switch (q.kind) {
    case 'select':
      return selectResult(session, q, parent, env);
    case 'set':
      return setResult(session, q, parent, env);
    case 'values':
      return valuesResult(session, q, parent, env);
  }
};
