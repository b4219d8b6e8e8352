import { isAggregate } from '../postgres/functions.ts';
import type { CallExpr } from '../query/expr/call.ts';
import type { CastExpr } from '../query/expr/cast.ts';
import type { ColumnExpr } from '../query/expr/column.ts';
import type { Expr } from '../query/expr/expr.ts';
import type { SubqueryExpr } from '../query/expr/subquery.ts';
import { childrenOf } from '../query/visit.ts';
import { equalWhenPresent, hasColumn, visibleTerm } from './columns.ts';
import type { Level } from './level.ts';
import type { Session } from './session.ts';
import type { Binding, Cause, ColumnFacts, Term, QueryResult } from './structure.ts';

/** The terms an expression stands for. Without a cause it is exactly the one term; with one, it is computed from them. */
export interface Resolved {
  readonly terms: readonly Term[];
  readonly cause?: Cause | undefined;
}

const nothing: Resolved = { terms: [] };
const exactly = (term: Term): Resolved => ({ terms: [term] });

/** What a column name means at a level. `unread`: a relation of unknown columns stands in the way. */
export type Lookup =
  | { readonly kind: 'found'; readonly term: Term }
  | { readonly kind: 'ambiguous'; readonly terms: readonly Term[] }
  | { readonly kind: 'row'; readonly binding: Binding }
  | { readonly kind: 'missing' };

const qualified = (level: Level, qualifier: readonly string[], name: string): Lookup => {
  const [alias = '', schema] = [...qualifier].reverse();
  for (let l: Level | undefined = level; l; l = l.parent) {
    const binding = l.bindings.find((b) => b.alias === alias && (schema === undefined || b.schema === schema));
    if (!binding) continue;
    return hasColumn(binding, name) === false ? { kind: 'missing' } : { kind: 'found', term: visibleTerm(binding, name) };
  }
  return { kind: 'missing' };
};

const ownsByAssumption = (binding: Binding, name: string): boolean => {
  if (binding.source.kind !== 'table' || binding.columns !== undefined) return false;
  const { ownership } = binding.source.table;
  return (ownership.kind === 'tenant' || ownership.kind === 'via') && ownership.column === name;
};

/** PostgreSQL's rule: the innermost level that has the column. A relation of unknown columns may or may not have it. */
const unqualified = (level: Level, name: string): Lookup => {
  const doubtful: Binding[] = [];
  for (let l: Level | undefined = level; l; l = l.parent) {
    const merged = l.merged.get(name);
    if (merged) return { kind: 'found', term: merged };
    const sure = l.bindings.filter((b) => hasColumn(b, name) === true || ownsByAssumption(b, name));
    const open = l.bindings.filter((b) => hasColumn(b, name) === undefined && !sure.includes(b));
    if (sure.length === 1 && doubtful.length === 0 && sure[0]) return { kind: 'found', term: visibleTerm(sure[0], name) };
    if (sure.length > 0) return { kind: 'ambiguous', terms: [...doubtful, ...sure].map((b) => visibleTerm(b, name)) };
    doubtful.push(...open);
    const row = l.bindings.find((b) => b.alias === name);
    if (row && open.length === 0) return { kind: 'row', binding: row };
  }
  if (doubtful.length === 1 && doubtful[0]) return { kind: 'found', term: visibleTerm(doubtful[0], name) };
  return doubtful.length === 0 ? { kind: 'missing' } : { kind: 'ambiguous', terms: doubtful.map((b) => visibleTerm(b, name)) };
};

export const lookup = (level: Level, path: readonly string[]): Lookup => {
  const name = path.at(-1) ?? '';
  return path.length === 1 ? unqualified(level, name) : qualified(level, path.slice(0, -1), name);
};

const resolveColumn = (level: Level, e: ColumnExpr): Resolved => {
  const found = lookup(level, e.path);
  if (found.kind === 'found') return exactly(found.term);
  if (found.kind !== 'ambiguous') return nothing;
  const name = e.path.join('.');
  return { terms: found.terms, cause: { rule: 'unproven-column', why: `${name} may belong to ${found.terms.map((t) => t.label).join(' or ')}; qualify it`, at: e.at } };
};

/** Casts that map different tenants to different values: to text always, between whole numbers, and of a value to the column's type. */
const injective = new Set(['text', 'varchar', 'uuid', 'int2', 'int4', 'int8', 'numeric']);
const wholeNumbers = new Set(['int2', 'int4', 'int8']);

const typeOf = (term: Term): string | undefined => {
  const source = term.source?.binding.source;
  return source?.kind === 'table' && term.source ? source.table.columns?.get(term.source.column)?.type : undefined;
};

const castKeeps = (term: Term, e: CastExpr): boolean => {
  const { name, modifier, array } = e.type;
  if (array) return !term.source && !modifier && injective.has(name);
  if (modifier || !injective.has(name)) return false;
  if (!term.source) return true;
  const from = typeOf(term);
  // 1.0 and 1.00 are one number, and two texts.
  if (name === 'text' || name === 'varchar') return from === undefined || (injective.has(from) && from !== 'numeric');
  return from === name || (from !== undefined && wholeNumbers.has(from) && (wholeNumbers.has(name) || name === 'numeric'));
};

const resolveCast = (session: Session, level: Level, e: CastExpr): Resolved => {
  const inner = resolve(session, level, e.arg);
  const [term] = inner.terms;
  if (inner.cause || !term || castKeeps(term, e)) return inner;
  return { terms: inner.terms, cause: { rule: 'unproven-predicate', why: `the cast to ${e.type.name} may map different tenants to one value`, at: e.at } };
};

/** A function's name as it is called, without PostgreSQL's own schema. */
export const functionName = (e: CallExpr): string => e.name.filter((part, i) => i > 0 || part !== 'pg_catalog').join('.');

/** The text of a string literal, casts looked through. */
export const stringOf = (e: Expr | undefined): string | undefined =>
  e?.kind === 'constant' && typeof e.value === 'string' ? e.value : e?.kind === 'cast' ? stringOf(e.arg) : undefined;

/** `current_setting('app.current_tenant')` and the configured functions. */
const carriesTenant = (session: Session, e: CallExpr): boolean => {
  const name = functionName(e);
  if (session.model.carries === 'user') return false;
  if (session.model.functions.has(name)) return true;
  return name === 'current_setting' && !session.model.userFunctions.has(name) && stringOf(e.args[0])?.toLowerCase() === session.model.setting;
};

const labelOf = (e: CallExpr): string => `${e.name.join('.')}(${e.args.map((a) => (a.kind === 'constant' ? `'${String(a.value)}'` : '…')).join(', ')})`;

const resolveCall = (session: Session, level: Level, e: CallExpr): Resolved => {
  if (carriesTenant(session, e)) return exactly(session.carried(labelOf(e)));
  const name = functionName(e);
  if (e.over || isAggregate(name)) return nothing;
  const [first] = e.args;
  if (name === 'nullif' && first) {
    // The value itself or NULL: as good as the value where NULL fails, and only for values that are the same for every row.
    const { terms: [term], cause } = resolve(session, level, first);
    if (term && !cause && term.depth === 0) return exactly({ ...term, nonNull: false });
  }
  if (name === 'coalesce' && first?.kind === 'param') {
    const kept = resolve(session, level, first);
    if (kept.terms[0]?.nonNull) return kept;
  }
  return computed(session, level, e);
};

const resolveScalar = (session: Session, level: Level, e: SubqueryExpr): Resolved => {
  if (e.form !== 'scalar') return nothing;
  const { output } = subqueryResult(session, level, e);
  return exactly(scalarTerm(level, output.facts(0)));
};

const scalarTerm = (level: Level, facts: ColumnFacts): Term => {
  const term: Term = {
    label: 'the sub-query’s value',
    depth: level.depth,
    bindings: [],
    trust: undefined,
    untrusted: facts.untrusted !== undefined,
    origin: facts.untrusted,
    inexact: facts.inexact,
    nonNull: false,
    whenPresent: facts.outer,
  };
  for (const { tag, cause, says } of facts.tags) level.edges.push({ kind: 'tagged', a: term, tag, cause, guard: undefined, says });
  level.edges.push(...equalWhenPresent(term, facts.outer, undefined));
  return term;
};

/** The result of a sub-query at the level it stands in, decided once. */
export const subqueryResult = (session: Session, level: Level, e: SubqueryExpr): QueryResult => {
  const found = level.subqueries.get(e);
  if (found) return found;
  const result = session.query(e.query, level, level.env);
  level.subqueries.set(e, result);
  return result;
};

const termsWithin = (session: Session, level: Level, e: Expr, into: Term[]): void => {
  for (const child of childrenOf(e)) {
    if (child.kind === 'column' || child.kind === 'param') into.push(...resolve(session, level, child).terms);
    else if (child.kind === 'call' && carriesTenant(session, child)) into.push(...resolveCall(session, level, child).terms);
    else termsWithin(session, level, child, into);
  }
};

/** A value computed from others in a way the prover does not follow. */
const computed = (session: Session, level: Level, e: Expr): Resolved => {
  const terms: Term[] = [];
  termsWithin(session, level, e, terms);
  return terms.length === 0
    ? nothing
    : { terms, cause: { rule: 'unproven-predicate', why: 'the comparison uses a computed value; compare the bare column with the bare value', at: e.at } };
};

/** The terms an expression stands for at a level. */
export const resolve = (session: Session, level: Level, e: Expr): Resolved => {
  switch (e.kind) {
    case 'column':
      return resolveColumn(level, e);
    case 'param':
      return exactly(session.value(e.key));
    case 'constant':
      return e.value === null ? nothing : exactly(session.constant(e.value));
    case 'cast':
      return resolveCast(session, level, e);
    case 'call':
      return resolveCall(session, level, e);
    case 'subquery':
      return resolveScalar(session, level, e);
    case 'operator':
    case 'case':
    case 'array':
      return computed(session, level, e);
    default:
      return nothing;
  }
};
