import type { CaseExpr, CastExpr, ConstantExpr, Expr, InListExpr, NotExpr, OperatorExpr, RowExpr, SubqueryExpr, TestExpr } from '@tenantscope/core';
import { callOf } from './call.ts';
import { keyed, list, quoted } from './code.ts';
import { comparison, operatorName } from './condition.ts';
import { columnName, reference, value } from './operand.ts';
import { Inexpressible, type Writer } from './writer.ts';

const constantOf = (to: Writer, { value: v }: ConstantExpr): string | undefined => {
  if (typeof v === 'string') return to.choose(3) === 0 ? `sql.lit(${quoted(v)})` : `eb.val(${quoted(v)})`;
  if (to.choose(4) === 0) return undefined;
  return `eb.${to.choose(2) === 0 ? 'lit' : 'val'}(${v})`;
};

const isCompared = (e: Expr): boolean => e.kind === 'compare' && e.quantifier === undefined && operatorName(e.op) !== undefined;

/** `{ 'o.t': tenant, 'o.id': 1 }`, for equalities of columns with values that are there. */
const objectOf = (args: readonly Expr[]): string | undefined => {
  const entries = args.flatMap((a): readonly (readonly [string, string])[] => {
    if (a.kind !== 'compare' || a.op !== '=' || a.quantifier || a.left.kind !== 'column') return [];
    if (a.right.kind === 'constant' && (typeof a.right.value === 'number' || typeof a.right.value === 'string')) return [[a.left.path.join('.'), typeof a.right.value === 'string' ? quoted(a.right.value) : String(a.right.value)]];
    return a.right.kind === 'column' ? [[a.left.path.join('.'), `eb.ref(${columnName(a.right.path)})`]] : [];
  });
  return entries.length === args.length && new Set(entries.map(([key]) => key)).size === args.length ? keyed(entries) : undefined;
};

const junction = (to: Writer, word: 'and' | 'or', args: readonly Expr[]): string => {
  const object = args.length > 1 && to.choose(2) === 0 ? objectOf(args) : undefined;
  if (object !== undefined) return `eb.${word}(${object})`;
  const [first, ...rest] = args;
  const parts = args.map((a) => to.expression(a));
  // Only what `eb(…)` makes can be chained.
  if (first && isCompared(first) && (parts[0] ?? '').startsWith('eb(') && to.choose(3) === 0) return `${parts[0] ?? ''}${rest.map((_, i) => `.${word}(${parts[i + 1] ?? ''})`).join('')}`;
  return `eb.${word}([${list(parts)}])`;
};

const inList = (to: Writer, e: InListExpr): string => {
  if (e.items.length === 0) throw new Inexpressible('an empty list');
  return `eb(${reference(to, e.operand)}, '${e.negated ? 'not in' : 'in'}', [${list(e.items.map((i) => value(to, i)))}])`;
};

const negation = (to: Writer, { arg }: NotExpr): string => {
  if (arg.kind === 'subquery' && arg.form === 'any' && arg.op === '=' && arg.test && to.choose(2) === 0) return `eb(${reference(to, arg.test)}, 'not in', ${to.query(arg.query)})`;
  return to.choose(6) === 0 ? `eb.unary('not', ${to.expression(arg)})` : `eb.not(${to.expression(arg)})`;
};

const testOf = (to: Writer, e: TestExpr): string | undefined =>
  e.test === 'unknown' ? undefined : `eb(${reference(to, e.arg)}, '${e.negated ? 'is not' : 'is'}', ${e.test})`;

const typeNames: Readonly<Record<string, string>> = { int4: 'integer', int8: 'bigint', bool: 'boolean', uuid: 'uuid', text: 'text' };

const castOf = (to: Writer, { arg, type }: CastExpr): string | undefined => {
  const name = typeNames[type.name];
  if (name === undefined || type.modifier) return undefined;
  return `eb.cast(${reference(to, arg)}, ${type.array ? `sql\`${name}[]\`` : quoted(name)})`;
};

const caseOf = (to: Writer, e: CaseExpr): string => {
  const when = (condition: Expr): string => {
    if (e.operand) return value(to, condition);
    const parts = condition.kind === 'compare' && to.choose(2) === 0 ? comparison(to, condition) : undefined;
    return parts ? list(parts) : to.expression(condition);
  };
  const arms = e.whens.map((w) => `.when(${when(w.when)})${w.then.kind === 'column' && to.choose(2) === 0 ? `.thenRef(${columnName(w.then.path)})` : `.then(${value(to, w.then)})`}`);
  return `eb.case(${e.operand ? reference(to, e.operand) : ''})${arms.join('')}${e.otherwise ? `.else(${value(to, e.otherwise)})` : ''}.end()`;
};

const rowOf = (to: Writer, e: RowExpr): string | undefined => {
  // Brackets around one value make no row.
  if (e.items.length < 2) return undefined;
  return e.items[0]?.kind === 'column' ? `eb.refTuple(${list(e.items.map((i) => reference(to, i)))})` : `eb.tuple(${list(e.items.map((i) => value(to, i)))})`;
};

const subqueryOf = (to: Writer, e: SubqueryExpr): string | undefined => {
  if (e.form === 'array') return undefined;
  const query = to.query(e.query);
  if (e.form === 'scalar') return query;
  if (e.form === 'exists') return `eb.exists(${query})`;
  const op = operatorName(e.op ?? '=');
  if (!e.test || op === undefined) return undefined;
  if (e.form === 'any' && op === '=') return `eb(${reference(to, e.test)}, 'in', ${query})`;
  return `eb(${reference(to, e.test)}, '${op}', ${to.choose(2) === 0 ? `eb.fn('${e.form}', [${query}])` : `sql\`${e.form} \${${query}}\``})`;
};

const arithmetic = new Set(['+', '-', '*', '/', '%', '||']);

const operatorOf = (to: Writer, { op, args: [a, b] }: OperatorExpr): string | undefined =>
  a && b && arithmetic.has(op) ? `eb(${reference(to, a)}, '${op}', ${value(to, b)})` : undefined;

const built = (to: Writer, e: Expr): string | undefined => {
  switch (e.kind) {
    case 'column':
      return `eb.ref(${columnName(e.path)})`;
    case 'param':
      return `eb.val(${to.variable(e.key)})`;
    case 'constant':
      return constantOf(to, e);
    case 'compare': {
      const parts = comparison(to, e);
      return parts && `eb(${list(parts)})`;
    }
    case 'in-list':
      return inList(to, e);
    case 'and':
    case 'or':
      return junction(to, e.kind, e.args);
    case 'not':
      return negation(to, e);
    case 'test':
      return testOf(to, e);
    case 'between':
      return e.negated ? undefined : `eb.between(${reference(to, e.operand)}, ${value(to, e.low)}, ${value(to, e.high)})`;
    case 'call':
      return callOf(to, e);
    case 'cast':
      return castOf(to, e);
    case 'case':
      return caseOf(to, e);
    case 'row':
      return rowOf(to, e);
    case 'subquery':
      return subqueryOf(to, e);
    case 'operator':
      return operatorOf(to, e);
    case 'array':
    case 'default':
      return undefined;
    case 'opaque':
      throw new Inexpressible('what was not read');
  }
};

/** An expression by the builder; as raw text where there is none, and now and then anyway. */
export const expressionOf = (to: Writer, e: Expr): string => (to.choose(14) === 0 ? to.fragment(e) : (built(to, e) ?? to.fragment(e)));
