import { type CallExpr, type CaseExpr, type CastExpr, type CompareExpr, type ConstantExpr, type Expr, type OperatorExpr, type SubqueryExpr, type Window } from '@tenantscope/core';
import { identifier, identifiers, list, plainName, type Printer, text, Unprintable, words } from './printer.ts';

const exprs = (to: Printer, es: readonly Expr[]): string => list(es.map(to.expr));

const constant = ({ value }: ConstantExpr): string => {
  if (value === null) return 'null';
  return typeof value === 'string' ? text(value) : typeof value === 'number' && value < 0 ? `(${value})` : String(value);
};

const compare = (to: Printer, e: CompareExpr): string => {
  const right = e.quantifier ? `${e.quantifier} (${to.expr(e.right)})` : to.expr(e.right);
  return `(${to.expr(e.left)} ${e.op} ${right})`;
};

const junction = (to: Printer, args: readonly Expr[], word: 'and' | 'or'): string =>
  args.length === 0 ? String(word === 'and') : `(${args.map(to.expr).join(` ${word} `)})`;

/** ASC and DESC, which the IR does not keep. */
export const order = (to: Printer, keys: readonly Expr[]): string =>
  list(keys.map((k) => `${to.expr(k)}${['', ' desc', ' nulls first', ' desc nulls last'][to.choose(4)] ?? ''}`));

const frame = (to: Printer, [from, upTo]: readonly Expr[]): string | undefined =>
  from && `rows ${upTo ? `between ${to.expr(from)} preceding and ${to.expr(upTo)} following` : `${to.expr(from)} preceding`}`;

/** What stands between the brackets of OVER and WINDOW. */
export const window = (to: Printer, w: Window): string =>
  words(
    w.name !== undefined && identifier(w.name),
    w.partitionBy.length > 0 && `partition by ${exprs(to, w.partitionBy)}`,
    w.orderBy.length > 0 && `order by ${order(to, w.orderBy)}`,
    frame(to, w.frame ?? []),
  );

const bare = new Set(['current_date', 'current_time', 'current_timestamp', 'localtime', 'localtimestamp', 'current_role', 'current_user', 'user', 'session_user', 'current_catalog', 'current_schema']);

const call = (to: Printer, e: CallExpr): string => {
  const [only] = e.name;
  if (only !== undefined && e.name.length === 1 && e.args.length === 0 && bare.has(only)) return only;
  const args = words(e.distinct && 'distinct', e.star ? '*' : exprs(to, e.args), e.orderBy && `order by ${order(to, e.orderBy)}`);
  return words(`${plainName(e.name)}(${args})`, e.filter && `filter (where ${to.expr(e.filter)})`, e.over && `over (${window(to, e.over)})`);
};

const cast = (to: Printer, { arg, type }: CastExpr): string =>
  `(${to.expr(arg)})::${plainName(type.name.split('.'))}${type.modifier ? '(3)' : ''}${type.array ? '[]' : ''}`;

const caseWhen = (to: Printer, e: CaseExpr): string =>
  words(
    'case',
    e.operand && to.expr(e.operand),
    ...e.whens.map((w) => `when ${to.expr(w.when)} then ${to.expr(w.then)}`),
    e.otherwise && `else ${to.expr(e.otherwise)}`,
    'end',
  );

const subquery = (to: Printer, e: SubqueryExpr): string => {
  const query = `(${to.query(e.query)})`;
  if (e.form === 'scalar') return query;
  if (e.form === 'exists' || e.form === 'array') return `${e.form} ${query}`;
  const test = e.test ? to.expr(e.test) : '';
  return e.form === 'any' && e.op === '=' ? `(${test} in ${query})` : `(${test} ${e.op ?? '='} ${e.form} ${query})`;
};

const constantOf = (e: Expr | undefined): string | undefined => (e?.kind === 'constant' && typeof e.value === 'string' ? e.value : undefined);

const operator = (to: Printer, { op, args }: OperatorExpr): string => {
  const [a, b] = args;
  const name = constantOf(b);
  if (op === 'whole row' && a?.kind === 'column') return `${identifiers(a.path)}.*`;
  if (op === '=>' && b) return words(`${identifier(constantOf(a) ?? '')} => ${to.expr(b)}`);
  if (op === 'collate' && a && name !== undefined) return `(${to.expr(a)} collate ${identifiers(name.split('.'))})`;
  if (op === 'field' && a && name !== undefined) return `(${to.expr(a)}).${name === '*' ? '*' : identifier(name)}`;
  if (op === '[]' && a && b) return `(${to.expr(a)})[${to.expr(b)}]`;
  if (op === 'variadic' && a) return `variadic ${to.expr(a)}`;
  if (!/^[-+*/<>=~!@#%^&|`?]+$/.test(op) || !a) throw new Unprintable(`the operator ${op} is not printed`);
  return b ? `(${to.expr(a)} ${op} ${to.expr(b)})` : `(${op} ${to.expr(a)})`;
};

/** An expression, in brackets wherever precedence could change it. */
export const printExpr = (to: Printer, e: Expr): string => {
  switch (e.kind) {
    case 'column':
      return identifiers(e.path);
    case 'param':
      return e.key;
    case 'constant':
      return constant(e);
    case 'default':
      return 'default';
    case 'compare':
      return compare(to, e);
    case 'in-list':
      return e.items.length === 0 ? String(e.negated) : `(${to.expr(e.operand)} ${e.negated ? 'not ' : ''}in (${exprs(to, e.items)}))`;
    case 'and':
    case 'or':
      return junction(to, e.args, e.kind);
    case 'not':
      return `(not ${to.expr(e.arg)})`;
    case 'test':
      return `(${to.expr(e.arg)} is ${e.negated ? 'not ' : ''}${e.test})`;
    case 'between':
      return `(${to.expr(e.operand)} ${e.negated ? 'not ' : ''}between ${to.expr(e.low)} and ${to.expr(e.high)})`;
    case 'call':
      return call(to, e);
    case 'cast':
      return cast(to, e);
    case 'case':
      return caseWhen(to, e);
    case 'row':
      return `row(${exprs(to, e.items)})`;
    case 'array':
      return `array[${exprs(to, e.items)}]`;
    case 'subquery':
      return subquery(to, e);
    case 'operator':
      return operator(to, e);
    case 'opaque':
      throw new Unprintable(e.cause);
  }
};
