import { type CompareExpr } from '../query/expr/compare.ts';
import { constant, isNull } from '../query/expr/constant.ts';
import type { Expr } from '../query/expr/expr.ts';
import type { SubqueryExpr } from '../query/expr/subquery.ts';
import type { Query, SelectQuery } from '../query/statement/query.ts';
import { isPure } from './calls.ts';
import { columnTerm, foreignKeyEdges, hasScalarType, inexact, isExactType, PUBLIC } from './columns.ts';
import { eitherFacts } from './either.ts';
import type { Level } from './level.ts';
import { functionName, lookup, resolve, type Resolved, subqueryResult } from './resolve.ts';
import type { Session } from './session.ts';
import { TENANT, type Binding, type Cause, type Edge, type Guard, type Term } from './structure.ts';

/** Where a predicate stands. */
export interface Place {
  readonly session: Session;
  readonly level: Level;
  readonly guard: Guard;
  /** `WHERE`, `ON`, `HAVING` … for the sentences of a proof. */
  readonly clause: string;
}

const none: readonly Edge[] = [];
const never = (place: Place): readonly Edge[] => [{ kind: 'never', guard: place.guard, says: `${place.clause} is never true` }];

/** Conditions that every row of a level meets as it is; HAVING sees groups, in which columns may be NULL. */
const isOfRows = ({ clause }: Place): boolean => clause === 'WHERE' || clause === 'ON';

/** Never NULL here: a value known not to be, or a NOT NULL column of a row that is there when WHERE or ON is met. */
const surelyPresent = (place: Place, t: Term): boolean => {
  if (!t.nonNull || t.depth === 0) return t.nonNull;
  const { level } = place;
  return t.depth === level.depth && isOfRows(place) && t.bindings.every((b) => level.bindings.includes(b) && !level.nullable.has(b));
};

/** How two values are compared. */
interface Comparison {
  /** NULL does not meet it. */
  readonly strict: boolean;
  /** As they stand, without casts or functions. */
  readonly bare?: boolean | undefined;
  readonly at: Expr['at'];
}

const equal = (place: Place, a: Term, b: Term, { strict, bare, at }: Comparison, cause: Cause | undefined): readonly Edge[] => {
  if (a === b) return none;
  const nullable = !strict && !surelyPresent(place, a) && !surelyPresent(place, b);
  const doubt: Cause | undefined =
    cause ??
    inexact(a) ??
    inexact(b) ??
    (nullable ? { rule: 'unproven-value', why: `${a.depth === 0 ? a.label : b.label} may be NULL, and IS NOT DISTINCT FROM matches NULL with NULL`, at } : undefined);
  const { guard } = place;
  const orNull = nullable && !cause && !inexact(a) && !inexact(b) && isOfRows(place);
  const edge: Edge = { kind: 'equal', a, b, strict, bare: bare && isOfRows(place), orNull, guard, cause: doubt, says: `${a.label} = ${b.label} (${place.clause})`, at };
  if (doubt) return [edge];
  // Both are values now, not the NULL of a sub-query that finds no row.
  const values = [a, b].flatMap((t) => (t.whenPresent ?? []).map((o): Edge => ({ kind: 'equal', a: t, b: o, strict: false, guard, says: `${t.label} = ${o.label} inside the sub-query` })));
  if (!strict) return [edge, ...values];
  return [edge, ...values, ...foreignKeyEdges(a, b, guard), ...foreignKeyEdges(b, a, guard)];
};

const maxPairs = 16;

const equate = (place: Place, left: Resolved, right: Resolved, how: Comparison): readonly Edge[] => {
  const cause = left.cause ?? right.cause;
  const [a] = left.terms;
  const [b] = right.terms;
  if (!a || !b) return none;
  if (!cause) return equal(place, a, b, how, undefined);
  // A side computed from the other side's own column (t = COALESCE($1, t)) may hold for every row.
  if (left.terms.some((t) => t.source && right.terms.includes(t))) return none;
  return left.terms.flatMap((x) => right.terms.flatMap((y) => equal(place, x, y, how, cause))).slice(0, maxPairs);
};

/** `(x.*, a)`: how many columns the star stands for is not followed. */
const holdsStar = (e: Expr): boolean => e.kind === 'row' && e.items.some((i) => i.kind === 'operator' && i.op === 'whole row');

/** The one term a bare expression stands for, of a type whose equality is identity. */
const exactTerm = ({ session, level }: Place, e: Expr): Term | undefined => {
  if (!isBare(e) || isNull(e)) return undefined;
  const { terms: [term], cause } = resolve(session, level, e);
  return term && !cause && !inexact(term) ? term : undefined;
};

const isBare = (e: Expr): boolean => e.kind === 'column' || e.kind === 'param' || e.kind === 'constant';

/** `coalesce(x, …)` is `x` where that is never NULL. */
const coalesced = (place: Place, e: Expr): Expr => {
  const [first] = e.kind === 'call' && functionName(e) === 'coalesce' ? e.args : [];
  const term = first?.kind === 'column' ? exactTerm(place, first) : undefined;
  return first && term && surelyPresent(place, term) ? first : e;
};

/** One of the values that an expression may have, and the condition under which it has it. */
interface Choice {
  readonly when?: Expr | undefined;
  readonly value: Expr;
}

const isBareQuery = (q: Query): q is SelectQuery =>
  q.kind === 'select' && q.from.length === 0 && q.items.length === 1 && !q.with && !q.where && !q.groupBy && !q.having && !q.limit && !q.offset && q.distinct === false;

/** The values that CASE chooses from; a cast is one of each. Undefined: it is no choice. */
const choicesOf = (e: Expr): readonly Choice[] | undefined => {
  if (e.kind === 'case') {
    const whens = e.whens.map(({ when, then }): Choice => ({ when: e.operand ? undefined : when, value: then }));
    return [...whens, { value: e.otherwise ?? constant({ value: null }) }];
  }
  if (e.kind === 'cast') return choicesOf(e.arg)?.map((c) => ({ ...c, value: { ...e, arg: c.value } }));
  const [item] = e.kind === 'subquery' && e.form === 'scalar' && isBareQuery(e.query) ? e.query.items : [];
  return item?.star === false ? choicesOf(item.expr) : undefined;
};

/** `x = CASE … END`: in one of the branches it is met. */
const oneChoice = (place: Place, choices: readonly Choice[], other: Expr, at: Expr['at']): readonly Edge[] =>
  eitherFacts(place.level, choices.map(({ when, value }) => [...(when ? factsOf(place, when, true) : none), ...equalExprs(place, value, other, true, at)]), none, place.guard);

const equalExprs = (place: Place, left: Expr, right: Expr, strict: boolean, at: Expr['at']): readonly Edge[] => {
  const [l, r] = [coalesced(place, left), coalesced(place, right)];
  if (isNullValue(l) || isNullValue(r)) return strict ? never(place) : none;
  const chosen = strict ? choicesOf(l) : undefined;
  if (chosen) return oneChoice(place, chosen, r, at);
  const chosenRight = strict ? choicesOf(r) : undefined;
  if (chosenRight) return oneChoice(place, chosenRight, l, at);
  if (holdsStar(l) || holdsStar(r)) return none;
  if (l.kind === 'row' && r.kind === 'row')
    return l.items.flatMap((item, i) => {
      const other = r.items[i];
      return other ? equalExprs(place, item, other, strict, at) : none;
    });
  const { session, level } = place;
  return equate(place, resolve(session, level, l), resolve(session, level, r), { strict, bare: isBare(l) && isBare(r), at });
};

/** `a` and `b` are not the same value. Only what stands bare: two values may be one by a cast. */
const different = (place: Place, left: Expr, right: Expr, strict: boolean): readonly Edge[] => {
  const [a, b] = [exactTerm(place, left), exactTerm(place, right)];
  if (!a || !b || !isOfRows(place)) return none;
  const { guard, clause } = place;
  return a === b ? never(place) : [{ kind: 'differs', a, b, strict, guard, says: `${a.label} and ${b.label} differ (${clause})` }];
};

/** NULL on either side, cast or not: a comparison is not met, and neither is its negation. */
const isNullValue = (e: Expr): boolean => isNull(e) || (e.kind === 'cast' && !e.type.array && isExactType(e.type.name) && isNullValue(e.arg));

const constantsCompare = (e: CompareExpr): boolean | undefined => {
  const { left, right, op } = e;
  if (left.kind !== 'constant' || right.kind !== 'constant' || e.quantifier) return undefined;
  // Text may be a numeral, which has more than one spelling.
  if (left.value === null || right.value === null || typeof left.value === 'string' || typeof left.value !== typeof right.value) return undefined;
  if (op === '=') return left.value === right.value;
  return op === '<>' ? left.value !== right.value : undefined;
};

const arrayItems = (e: Expr): readonly Expr[] | undefined =>
  e.kind === 'array' ? e.items : e.kind === 'cast' ? arrayItems(e.arg) : undefined;

/** `operand` equals one of the items. */
const oneOf = (place: Place, operand: Expr, items: readonly Expr[], at: Expr['at']): readonly Edge[] =>
  eitherFacts(place.level, items.map((item) => equalExprs(place, operand, item, true, at)), none, place.guard);

/** `operand` equals no item, and none is NULL. */
const noneOf = (place: Place, operand: Expr, items: readonly Expr[]): readonly Edge[] =>
  items.flatMap((item) => (isNullValue(item) || isNullValue(operand) ? never(place) : different(place, operand, item, true)));

/** `operand` is in an array value: it carries what every element carries, but it equals no other element of it. */
const elementOf = (place: Place, operand: Expr, array: Expr, at: Expr['at']): readonly Edge[] => {
  const { session, level, guard } = place;
  const left = resolve(session, level, operand);
  const right = resolve(session, level, array);
  const cause = left.cause ?? right.cause;
  return left.terms.flatMap((a) =>
    right.terms
      .filter((b) => b !== a && !(b.source && cause === undefined))
      .map((b): Edge => ({ kind: 'implies', a, tagA: TENANT, b, tagB: TENANT, strict: true, guard, cause: cause ?? inexact(a), says: `${a.label} = ANY(${b.label}) (${place.clause})`, at })),
  );
};

const remark = (place: Place, e: Expr, why: (label: string) => string): void => {
  const { session, level } = place;
  for (const term of resolve(session, level, e).terms) if (term.source) level.remarks.push({ term, why: why(term.label) });
};

/** Operators whose sides are not the same value when they are met (true), or when they are not met (false). */
const differing: ReadonlyMap<string, boolean> = new Map([
  ['<>', true],
  ['<', true],
  ['>', true],
  ['is distinct from', true],
  ['=', false],
  ['<=', false],
  ['>=', false],
  ['is not distinct from', false],
]);

/** Neither met nor not met where a side is NULL. */
const strictOperators: ReadonlySet<string> = new Set(['=', '<>', '<', '>', '<=', '>=', '~~', '!~~', '~~*', '!~~*']);

/** What a comparison that is no equality says: its sides differ, or at least are not NULL. */
const inequalityFacts = (place: Place, { op, left, right }: CompareExpr, truth: boolean): readonly Edge[] => {
  const strict = strictOperators.has(op);
  if (differing.get(op) === truth) return different(place, left, right, strict);
  return strict ? [...nullFacts(place, left, true), ...nullFacts(place, right, true)] : none;
};

const comparisonFacts = (place: Place, e: CompareExpr, truth: boolean): readonly Edge[] => {
  const known = constantsCompare(e);
  if (known !== undefined) return known === truth ? none : never(place);
  if (!e.quantifier && e.op === '=' && e.right.kind === 'constant' && typeof e.right.value === 'boolean')
    return factsOf(place, e.left, e.right.value === truth);
  const { left, right, op, at } = e;
  const equality = truth ? op === '=' : op === '<>';
  if (!e.quantifier && strictOperators.has(op) && (isNullValue(left) || isNullValue(right))) return never(place);
  if (e.quantifier) {
    if (!equality || (e.quantifier === 'any') !== truth) return none;
    if (right.kind === 'subquery' && right.form === 'array') return membershipFacts(place, { ...right, test: left });
    const items = arrayItems(right);
    return items ? oneOf(place, left, items, at) : elementOf(place, left, right, at);
  }
  if (equality) return equalExprs(place, left, right, true, at);
  if (op === (truth ? 'is not distinct from' : 'is distinct from')) return equalExprs(place, left, right, false, at);
  const said = (label: string): string => `${label} ${op} … is not an equality, so it does not tie the row to one tenant`;
  remark(place, left, said);
  remark(place, right, said);
  return inequalityFacts(place, e, truth);
};

/** `test = ANY (query)`: the test equals an output column of a row that exists. */
const membershipFacts = (place: Place, e: SubqueryExpr): readonly Edge[] => {
  const { session, level, guard } = place;
  const { output, exists } = subqueryResult(session, level, e);
  if (e.test && holdsStar(e.test)) return none;
  const tests = e.test?.kind === 'row' ? e.test.items : e.test ? [e.test] : [];
  const edges = tests.flatMap((test, index): readonly Edge[] => {
    const { terms, cause } = resolve(session, level, test);
    const facts = output.facts(index);
    return terms.flatMap((a) => [
      ...facts.tags.map((t): Edge => ({ kind: 'tagged', a, tag: t.tag, cause: cause ?? t.cause ?? inexact(a), guard, says: `${a.label} is in a sub-query where ${t.says}`, at: e.at })),
      ...facts.outer.flatMap((b) => equal(place, a, b, { strict: true, at: e.at }, cause)),
    ]);
  });
  return [...edges, ...exists().map((x): Edge => ({ ...x, guard }))];
};

const subqueryFacts = (place: Place, e: SubqueryExpr, truth: boolean): readonly Edge[] => {
  const { session, level, guard } = place;
  if (e.form === 'exists' && truth) return subqueryResult(session, level, e).exists().map((x): Edge => ({ ...x, guard }));
  if ((e.form === 'any' && truth && e.op === '=') || (e.form === 'all' && !truth && e.op === '<>')) return membershipFacts(place, e);
  return none;
};

const conjunction = (place: Place, args: readonly Expr[], truth: boolean, given: readonly Edge[]): readonly Edge[] => {
  const isChoice = (e: Expr): boolean => e.kind === (truth ? 'or' : 'and') || e.kind === 'case' || e.kind === 'not';
  const plain = args.filter((e) => !isChoice(e)).flatMap((e) => factsOf(place, e, truth));
  return [...plain, ...args.filter(isChoice).flatMap((e) => factsOf(place, e, truth, [...given, ...plain]))];
};

const disjunction = (place: Place, args: readonly Expr[], truth: boolean, given: readonly Edge[]): readonly Edge[] =>
  eitherFacts(place.level, args.map((e) => factsOf(place, e, truth, given)), given, place.guard);

const caseFacts = (place: Place, e: Extract<Expr, { kind: 'case' }>, truth: boolean, given: readonly Edge[]): readonly Edge[] => {
  // What stands behind WHEN TRUE is never reached.
  const last = e.operand ? -1 : e.whens.findIndex(({ when }) => when.kind === 'constant' && when.value === true);
  const branches = e.whens.slice(0, last < 0 ? undefined : last + 1).map(({ when, then }) => [
    ...(e.operand ? none : factsOf(place, when, true, given)),
    ...factsOf(place, then, truth, given),
  ]);
  const otherwise = last >= 0 ? [] : [e.otherwise ? factsOf(place, e.otherwise, truth, given) : never(place)];
  return eitherFacts(place.level, [...branches, ...otherwise], given, place.guard);
};

/** Its truth is never NULL. */
const isDecided = (e: Expr): boolean => {
  switch (e.kind) {
    case 'test':
      return true;
    case 'compare':
      return !e.quantifier && e.op.endsWith('distinct from');
    case 'subquery':
      return e.form === 'exists';
    case 'constant':
      return typeof e.value === 'boolean';
    case 'and':
    case 'or':
      return e.args.every(isDecided);
    case 'not':
      return isDecided(e.arg);
    default:
      return false;
  }
};

const nullFacts = (place: Place, e: Expr, negated: boolean): readonly Edge[] => {
  if (isNullValue(e)) return negated ? never(place) : none;
  const a = exactTerm(place, e);
  if (!a || !isOfRows(place)) return none;
  const { guard, clause } = place;
  if (!negated && hasScalarType(a) && surelyPresent(place, a)) return never(place);
  return [{ kind: 'null', a, negated, guard, says: `${a.label} is ${negated ? 'not ' : ''}null (${clause})` }];
};

const testFacts = (place: Place, e: Extract<Expr, { kind: 'test' }>, truth: boolean, given: readonly Edge[]): readonly Edge[] => {
  const holds = e.negated !== truth;
  if (e.test === 'null') return nullFacts(place, e.arg, !holds);
  if (e.test === 'unknown') return holds && isDecided(e.arg) ? never(place) : none;
  if (holds) return factsOf(place, e.arg, e.test === 'true', given);
  return isDecided(e.arg) ? factsOf(place, e.arg, e.test !== 'true', given) : none;
};

const callFacts = (place: Place, e: Extract<Expr, { kind: 'call' }>, truth: boolean, given: readonly Edge[]): readonly Edge[] => {
  const { session, level, guard } = place;
  if (functionName(e) === 'coalesce') return disjunction(place, e.args, truth, given);
  if (!isPure(session, e)) {
    const cause: Cause = { rule: 'unproven-function', why: `what ${e.name.join('.')}() restricts is not known`, at: e.at };
    return [{ kind: 'never', guard, cause }];
  }
  const { terms, cause } = resolve(session, level, e);
  const [first, ...rest] = terms;
  return first && cause ? rest.flatMap((b) => equal(place, first, b, { strict: true, at: e.at }, cause)).slice(0, maxPairs) : none;
};

const sameShape = (declared: Expr, e: Expr, isColumn: (path: readonly string[], name: string) => boolean): boolean => {
  if (declared.kind === 'column') return e.kind === 'column' && isColumn(e.path, declared.path.at(-1) ?? '');
  if (declared.kind === 'constant') return e.kind === 'constant' && e.value === declared.value;
  if (declared.kind === 'compare')
    return e.kind === 'compare' && !e.quantifier && !declared.quantifier && e.op === declared.op && sameShape(declared.left, e.left, isColumn) && sameShape(declared.right, e.right, isColumn);
  if (declared.kind === 'test') return e.kind === 'test' && e.test === declared.test && e.negated === declared.negated && sameShape(declared.arg, e.arg, isColumn);
  return declared.kind === 'not' && e.kind === 'not' && sameShape(declared.arg, e.arg, isColumn);
};

const isPublicRow = (place: Place, binding: Binding, e: Expr): boolean => {
  const declared = binding.source.kind === 'table' ? binding.source.table.publicWhen : undefined;
  if (!declared) return false;
  const isColumn = (path: readonly string[], name: string): boolean => {
    const found = lookup(place.level, path);
    return found.kind === 'found' && found.term.source?.binding === binding && found.term.source.column === name;
  };
  return sameShape(declared, e, isColumn);
};

const publicFacts = (place: Place, e: Expr): readonly Edge[] =>
  place.level.bindings
    // `x IS NULL` also holds of a row that an outer join made up, which says nothing of the table's rows.
    .filter((b) => isPublicRow(place, b, e) && !(e.kind === 'test' && place.level.outerJoins))
    .map((b): Edge => ({ kind: 'tagged', a: columnTerm(b, PUBLIC), tag: TENANT, guard: place.guard, says: `the rows of ${b.alias} are declared public (${place.clause})`, at: e.at }));

const constantFacts = (place: Place, value: string | number | boolean | null, truth: boolean): readonly Edge[] =>
  value === null || (typeof value === 'boolean' && value !== truth) ? never(place) : none;

const shapeFacts = (place: Place, e: Expr, truth: boolean, given: readonly Edge[]): readonly Edge[] => {
  switch (e.kind) {
    case 'and':
      return truth ? conjunction(place, e.args, true, given) : disjunction(place, e.args, false, given);
    case 'or':
      return truth ? disjunction(place, e.args, true, given) : conjunction(place, e.args, false, given);
    case 'not':
      return factsOf(place, e.arg, !truth, given);
    case 'compare':
      return comparisonFacts(place, e, truth);
    case 'in-list':
      return e.negated === truth ? noneOf(place, e.operand, e.items) : oneOf(place, e.operand, e.items, e.at);
    case 'between':
      return truth !== e.negated && sameValue(e.low, e.high) ? equalExprs(place, e.operand, e.low, true, e.at) : nullFacts(place, e.operand, true);
    case 'test':
      return testFacts(place, e, truth, given);
    case 'case':
      return caseFacts(place, e, truth, given);
    case 'subquery':
      return subqueryFacts(place, e, truth);
    case 'call':
      return callFacts(place, e, truth, given);
    case 'constant':
      return constantFacts(place, e.value, truth);
    case 'cast':
      return e.type.name === 'bool' && !e.type.array ? factsOf(place, e.arg, truth, given) : none;
    case 'opaque':
      return [{ kind: 'never', guard: place.guard, cause: { rule: e.rule, why: e.cause, at: e.at } }];
    default:
      return none;
  }
};

const sameValue = (a: Expr, b: Expr): boolean =>
  (a.kind === 'param' && b.kind === 'param' && a.key === b.key) ||
  (a.kind === 'constant' && b.kind === 'constant' && a.value === b.value);

/**
 * What is known of a row for which `e` is TRUE (`truth`) or FALSE. `given` are facts already known of the same row.
 * Three-valued logic: NOT e is TRUE exactly when e is FALSE, and NULL is neither.
 */
export const factsOf = (place: Place, e: Expr, truth: boolean, given: readonly Edge[] = none): readonly Edge[] => {
  const shape = shapeFacts(place, e, truth, given);
  return truth ? [...shape, ...publicFacts(place, e)] : shape;
};
