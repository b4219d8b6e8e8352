import type { TableModel } from '../model/model.ts';
import type { Expr } from '../query/expr/expr.ts';
import type { DerivedRelation } from '../query/relation/derived.ts';
import type { FunctionRelation } from '../query/relation/function.ts';
import type { JoinRelation } from '../query/relation/join.ts';
import type { Relation } from '../query/relation/relation.ts';
import { type TableRelation, writtenName } from '../query/relation/table.ts';
import type { Query } from '../query/statement/query.ts';
import { columnTerm, foreignKeyEdges, hasColumn, inexact, ownerState, positionTerm, publicTerm, visibleTerm } from './columns.ts';
import { closed, cteOutput, isQuery } from './cte.ts';
import { factsOf } from './facts.ts';
import { inspect } from './inspect.ts';
import { type Env, findCte, type Level, type StarPart, startsFor } from './level.ts';
import { resolve } from './resolve.ts';
import { capture, makeBinding, refuse, refuseUnread, replay, type Session } from './session.ts';
import { type Binding, type Edge, type JoinNode, type Obligation, type Output, type Term } from './structure.ts';
import { type ShownColumn, type WholeTable, wholeTable } from './whole-table.ts';

type Columns = ReadonlySet<Binding>;

/** What an item of FROM brought: its bindings, the join they form, what USING merged, and what `*` shows of it. */
export interface Bound {
  readonly columns: Columns;
  readonly join?: JoinNode | undefined;
  readonly merged: ReadonlyMap<string, Term>;
  readonly star: readonly StarPart[];
}

const starOf = (binding: Binding): StarPart => ({ kind: 'columns', binding, without: new Set() });

const add = (level: Level, binding: Binding): Bound => {
  level.bindings.push(binding);
  return { columns: new Set([binding]), merged: new Map(), star: [starOf(binding)] };
};

/** Makes a table visible to the rest of its statement, `*` included. */
export const showBinding = (level: Level, binding: Binding): void => {
  level.star.push(...add(level, binding).star);
};

/** Renames the first columns as a column alias list does. */
const renamed = (names: readonly (string | undefined)[], aliases: readonly string[] | undefined): readonly (string | undefined)[] =>
  aliases ? names.map((n, i) => aliases[i] ?? n) : names;

/** Demands that an occurrence of a table shows only the tenant's own (or declared public) rows. */
export const demandOwned = (
  level: Level,
  binding: Binding,
  table: TableModel,
  access: Obligation['access'],
): void => {
  const owner = ownerState(binding, table);
  if (!owner) return;
  const starts = [{ state: owner }];
  if (table.publicWhen && access === 'read') starts.push({ state: { term: publicTerm(binding), tag: '' } });
  level.demands.push({
    obligation: { table: table.key, alias: binding.alias, access, column: owner.term.label, at: binding.at },
    starts,
    present: [binding],
  });
};

/** A row that is the tenant's own identifies the tenant's own row to the tables owned via it. */
const identityEdge = (session: Session, binding: Binding, table: TableModel): readonly Edge[] => {
  const owner = ownerState(binding, table);
  if (!owner || table.identity === undefined || !session.model.parents.has(table.key)) return [];
  const a = columnTerm(binding, table.identity);
  return [{ kind: 'implies', a, tagA: table.key, b: owner.term, tagB: owner.tag, guard: undefined, says: `${a.label} identifies a row of ${table.key} with ${owner.term.label}` }];
};

/** Binds a table by itself, without demanding anything of it. `shown`: its columns, where not all are shown under their own names. */
export const bindTable = (session: Session, level: Level, relation: TableRelation, table: TableModel, shown?: readonly ShownColumn[]): Binding => {
  session.tables.add(table.key);
  const real = table.columns && [...table.columns.keys()];
  const own = real?.map((column, i): ShownColumn => ({ name: relation.columnAliases?.[i] ?? column, column }));
  const columns = shown ?? own;
  if (relation.columnAliases && !real)
    refuseUnread(session, { rule: 'unproven-column', cause: 'a column list renames columns that are not known', at: relation.at });
  const binding = makeBinding(session, level, {
    alias: relation.alias ?? relation.name,
    schema: relation.alias === undefined ? (relation.schema ?? 'public') : undefined,
    source: { kind: 'table', table },
    columns: columns?.map((c) => c.name),
    renames: (shown ?? relation.columnAliases) && new Map(columns?.map((c) => [c.name, c.column])),
    at: relation.at,
  });
  level.edges.push(...identityEdge(session, binding, table));
  return binding;
};

const refuseTable = (session: Session, relation: TableRelation, why: string, name = writtenName(relation)): void => {
  session.tables.add(name);
  refuse(session, { verdict: 'unproven', rule: 'unproven-table', message: `whose rows ${name} holds is not known`, why, table: name, at: relation.at });
};

/** A name that stands for two columns, or none, cannot be used by the query: its columns keep their places under names nobody can write. */
const distinctNames = (names: readonly (string | undefined)[]): readonly string[] =>
  names.map((n, i) => (n === undefined || n === '' || names.indexOf(n) !== names.lastIndexOf(n) ? `\0${i}` : n));

/** What a query is called in FROM. */
interface Named {
  readonly alias?: string | undefined;
  readonly columnAliases?: readonly string[] | undefined;
  readonly at?: Relation['at'];
}

/** Binds the rows of a query and demands what its own levels left open. */
const bindOutput = (
  session: Session,
  level: Level,
  given: Output,
  relation: Named,
  obligationAt?: Relation['at'],
): Bound => {
  const ambiguous = new Set(given.names).size < given.names.length;
  const output = given.named && (relation.columnAliases || ambiguous) ? closed(given, relation.columnAliases ?? []) : given;
  const names = distinctNames(renamed(output.names, relation.columnAliases));
  const binding = makeBinding(session, level, {
    alias: relation.alias ?? '',
    source: { kind: 'query', output },
    columns: output.named ? undefined : names,
    at: relation.at,
  });
  for (const p of output.pending)
    level.demands.push({
      obligation: obligationAt ? { ...p.obligation, at: obligationAt } : p.obligation,
      starts: startsFor(p, (position) => positionTerm(binding, position)),
      present: [binding],
      inherited: p,
    });
  return add(level, binding);
};

const viewOutput = (session: Session, table: TableModel, query: NonNullable<TableModel['view']>['query']): Output => {
  const found = session.views.get(table) ?? capture(session, () => session.query(query, undefined, undefined).output);
  session.views.set(table, found);
  return replay(session, found);
};

const bindNamed = (session: Session, level: Level, relation: TableRelation): Bound => {
  const cte = relation.schema === undefined ? findCte(level.env, relation.name) : undefined;
  if (cte) {
    const named = { ...relation, alias: relation.alias ?? relation.name };
    const { body, columnAliases } = cte.cte;
    const aliases = relation.columnAliases || columnAliases ? [...(relation.columnAliases ?? []), ...(columnAliases ?? []).slice(relation.columnAliases?.length ?? 0)] : undefined;
    const whole = isQuery(body) && bindWhole(session, level, cte.env, body, named, aliases);
    if (whole) return whole;
    return bindOutput(session, level, cteOutput(session, cte), named);
  }
  const table = session.model.find(relation.schema, relation.name);
  if (!table) {
    refuseTable(session, relation, 'it is not in the known schema and not declared');
    return add(level, makeBinding(session, level, { alias: relation.alias ?? relation.name, source: { kind: 'unread' }, at: relation.at }));
  }
  if (relation.sampled)
    refuseUnread(session, { rule: 'unproven-predicate', cause: 'which rows TABLESAMPLE draws depends on the rows of other tenants', at: relation.at });
  if (table.view) {
    session.tables.add(table.key);
    const output = viewOutput(session, table, table.view.query);
    const own = table.view.columnAliases ?? output.names.map((n) => n ?? '');
    const columnAliases = relation.columnAliases ? own.map((n, i) => relation.columnAliases?.[i] ?? n) : table.view.columnAliases;
    return bindOutput(session, level, output, { ...relation, alias: relation.alias ?? relation.name, columnAliases }, relation.at);
  }
  if (table.ownership.kind === 'unclassified') refuseTable(session, relation, table.ownership.why, table.key);
  const binding = bindTable(session, level, relation, table);
  demandOwned(level, binding, table, 'read');
  return add(level, binding);
};

/** The columns of a table as a query shows them that hands on its rows; undefined: they are not known, or others. */
const shownBy = (table: TableModel, { shown }: WholeTable, aliases: readonly string[] | undefined): readonly ShownColumn[] | undefined => {
  const real = table.columns && [...table.columns.keys()];
  const columns = shown ?? real?.map((column): ShownColumn => ({ name: column, column }));
  if (shown && real && !shown.every((s) => real.includes(s.column))) return undefined;
  return columns?.map((c, i) => ({ ...c, name: aliases?.[i] ?? c.name }));
};

/** Binds a query that is nothing but a name for a table as the table itself, so that its keys, parents and public rows are known. */
const bindWhole = (session: Session, level: Level, env: Env | undefined, query: Query, relation: Named, aliases: readonly string[] | undefined): Bound | undefined => {
  const whole = wholeTable(query);
  if (!whole || (whole.relation.schema === undefined && findCte(env, whole.relation.name))) return undefined;
  const table = session.model.find(whole.relation.schema, whole.relation.name);
  if (!table || table.view || table.ownership.kind === 'unclassified') return undefined;
  const shown = shownBy(table, whole, aliases);
  if (!shown && (aliases ?? table.columns ?? whole.shown)) return undefined;
  const binding = bindTable(session, level, { ...whole.relation, alias: relation.alias ?? '' }, table, shown);
  demandOwned(level, binding, table, 'read');
  return add(level, binding);
};

const bindDerived = (session: Session, level: Level, relation: DerivedRelation): Bound => {
  const whole = bindWhole(session, level, level.env, relation.query, relation, relation.columnAliases);
  if (whole) return whole;
  // Only LATERAL sees the items before it.
  const outer = relation.lateral ? level : level.parent;
  return bindOutput(session, level, session.query(relation.query, outer, level.env).output, relation);
};

const unnested = (session: Session, level: Level, call: Expr): Term | undefined => {
  if (call.kind !== 'call' || call.name.at(-1) !== 'unnest' || call.args.length !== 1 || !call.args[0]) return undefined;
  const { terms, cause } = resolve(session, level, call.args[0]);
  const [term] = terms;
  // The elements of a trusted list are trusted; they are not all equal, so nothing but the trust is taken over.
  return term && !cause && term.depth === 0
    ? { label: `an element of ${term.label}`, depth: level.depth, bindings: [], trust: term.trust, origin: term.origin, untrusted: term.untrusted, nonNull: false }
    : undefined;
};

const bindFunction = (session: Session, level: Level, relation: FunctionRelation): Bound => {
  for (const call of relation.calls) inspect(session, level, call);
  const [only] = relation.calls;
  const first = only?.kind === 'call' ? only.name.at(-1) : undefined;
  const alias = relation.alias ?? first ?? '';
  const element = only && relation.calls.length === 1 ? unnested(session, level, only) : undefined;
  const name = relation.columnAliases?.[0] ?? alias;
  const terms = new Map<string, Term>();
  const binding = makeBinding(session, level, { alias, source: { kind: 'rows', terms }, at: relation.at });
  if (element) terms.set(name, { ...element, bindings: [binding] });
  return add(level, binding);
};

const bindUnread = (session: Session, level: Level, relation: Extract<Relation, { kind: 'opaque-relation' }>): Bound => {
  refuseUnread(session, relation);
  return add(level, makeBinding(session, level, { alias: relation.alias ?? '', source: { kind: 'unread' }, at: relation.at }));
};

const termIn = (side: Bound, name: string): Term | undefined => {
  const columns = [...side.columns];
  const owner = columns.find((b) => hasColumn(b, name) === true) ?? columns.find((b) => hasColumn(b, name) === undefined);
  return side.merged.get(name) ?? (owner && visibleTerm(owner, name));
};

/** The column that USING makes of two: the left one's value, the right one's for RIGHT JOIN, either's for FULL JOIN. */
const mergedTerm = (level: Level, join: JoinNode, name: string, l: Term, r: Term): Term => {
  const strictSides = { inner: [l, r], left: [l], right: [r], full: [] }[join.type];
  const term: Term = {
    label: name,
    depth: level.depth,
    bindings: strictSides.flatMap((t) => t.bindings),
    trust: undefined,
    inexact: inexact(l) ?? inexact(r),
    nonNull: false,
  };
  const same = (side: Term): Edge => {
    const [binding] = side.bindings;
    // Outside the join's own rows both sides of the fact are NULL: it must not make anything non-NULL there.
    const guard = join.type === 'inner' ? { join } : binding && { binding };
    return { kind: 'equal', a: term, b: side, strict: true, guard, says: `${name} is ${side.label} (USING)` };
  };
  if (join.type !== 'right') level.edges.push(same(l));
  if (join.type === 'right' || join.type === 'full') level.edges.push(same(r));
  return term;
};

/** The columns that a join merges, by name. */
const mergeColumns = (session: Session, level: Level, join: JoinNode, sides: readonly [Bound, Bound], names: readonly string[], at: Relation['at']): ReadonlyMap<string, Term> => {
  const [left, right] = sides;
  const outer = join.type === 'right' || join.type === 'full';
  if (names.length > 0 && (left.merged.size > 0 || right.merged.size > 0) && (outer || level.usingOuter))
    refuseUnread(session, { rule: 'unproven-column', cause: 'several joins with USING or NATURAL merge columns in a way that is not followed; use ON', at });
  level.usingOuter ||= outer && names.length > 0;
  const merged = new Map<string, Term>();
  for (const name of names) {
    const l = termIn(left, name);
    const r = termIn(right, name);
    if (!l || !r) continue;
    const guard = { join };
    level.edges.push(
      { kind: 'equal', a: l, b: r, strict: true, guard, cause: inexact(l) ?? inexact(r), says: `${l.label} = ${r.label} (USING)` },
      ...(inexact(l) ?? inexact(r) ? [] : [...foreignKeyEdges(l, r, guard), ...foreignKeyEdges(r, l, guard)]),
    );
    const term = mergedTerm(level, join, name, l, r);
    merged.set(name, term);
    level.merged.set(name, term);
  }
  return merged;
};

const columnNames = (side: Columns): readonly string[] | undefined => {
  const lists = [...side].map((b) => b.columns);
  return lists.every((c) => c !== undefined) ? [...new Set(lists.flat())] : undefined;
};

const naturalColumns = (level: Level, relation: JoinRelation, join: JoinNode): readonly string[] => {
  const left = columnNames(join.left);
  const right = columnNames(join.right);
  if (left && right) return left.filter((c) => right.includes(c));
  level.edges.push({
    kind: 'never',
    guard: { join },
    cause: { rule: 'unproven-column', why: 'which columns NATURAL JOIN compares is not known without the schema', at: relation.at },
  });
  return [];
};

/** Records what the join may fill with NULL; its own ON still sees real rows. */
const extend = (level: Level, join: JoinNode): void => {
  if (join.type === 'inner') return;
  const filled = { left: [...join.right], right: [...join.left], full: [...join.left, ...join.right] }[join.type];
  for (const binding of filled) level.nullable.add(binding);
};

const adopt = (child: JoinNode | undefined, parent: JoinNode, side: 'left' | 'right'): void => {
  if (child) child.parent = { join: parent, side };
};

const remarkOuter = (level: Level, edges: readonly Edge[], join: JoinNode): void => {
  if (join.type === 'inner') return;
  for (const edge of edges)
    if (edge.kind === 'equal')
      for (const term of [edge.a, edge.b])
        if (term.source) level.remarks.push({ term, why: `the condition on ${term.label} stands in the ON of a ${join.type.toUpperCase()} JOIN, which does not filter the rows it preserves` });
};

/** An alias of a whole join hides the names inside it. */
const aliasJoin = (session: Session, relation: JoinRelation, columns: Columns): Columns => {
  if (relation.alias === undefined) return columns;
  refuseUnread(session, { rule: 'unproven-column', cause: `the alias ${relation.alias} of a whole join hides the names inside it; alias the tables instead`, at: relation.at });
  return columns;
};

/** ON sees its own join and outer levels; a name of another item of FROM means something else there. */
const levelOfOn = (level: Level, own: Columns, merged: ReadonlyMap<string, Term>): Level => ({
  ...level,
  bindings: level.bindings.filter((b) => own.has(b)),
  merged: new Map(merged),
});

const hide = (star: readonly StarPart[], names: ReadonlyMap<string, Term>): readonly StarPart[] =>
  star.flatMap((part): readonly StarPart[] => {
    if (part.kind === 'merged') return names.has(part.name) ? [] : [part];
    return [{ ...part, without: new Set([...part.without, ...names.keys()]) }];
  });

const bindJoin = (session: Session, level: Level, relation: JoinRelation): Bound => {
  const left = bindPart(session, level, relation.left);
  const right = bindPart(session, level, relation.right);
  const join: JoinNode = { type: relation.type, left: left.columns, right: right.columns };
  adopt(left.join, join, 'left');
  adopt(right.join, join, 'right');
  if (join.type !== 'inner') level.outerJoins = true;
  const names = relation.natural ? naturalColumns(level, relation, join) : (relation.using ?? []);
  const own = mergeColumns(session, level, join, [left, right], names, relation.at);
  const merged = new Map([...left.merged, ...right.merged, ...own]);
  const columns = new Set([...left.columns, ...right.columns]);
  if (relation.on) {
    const seen = levelOfOn(level, columns, merged);
    const edges = factsOf({ session, level: seen, guard: { join }, clause: 'ON' }, relation.on, true);
    level.edges.push(...edges);
    remarkOuter(level, edges, join);
    inspect(session, seen, relation.on, { inside: join });
  }
  extend(level, join);
  const star = [...[...own].map(([name, term]): StarPart => ({ kind: 'merged', name, term })), ...hide(left.star, own), ...hide(right.star, own)];
  return { columns: aliasJoin(session, relation, columns), join, merged, star };
};

const bindPart = (session: Session, level: Level, relation: Relation): Bound => {
  switch (relation.kind) {
    case 'table':
      return bindNamed(session, level, relation);
    case 'derived':
      return bindDerived(session, level, relation);
    case 'function':
      return bindFunction(session, level, relation);
    case 'opaque-relation':
      return bindUnread(session, level, relation);
    case 'join':
      return bindJoin(session, level, relation);
  }
};

/** Binds an item of FROM: its names, the facts its joins establish, what must be shown of its tables. */
export const bindRelation = (session: Session, level: Level, relation: Relation): Bound => {
  const bound = bindPart(session, level, relation);
  level.star.push(...bound.star);
  return bound;
};
