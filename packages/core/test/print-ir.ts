import type { Expr, Query, Relation, Statement, Window, With } from '../src/index.ts';

/** The IR in one line, for tables of test cases. Every field shows, so that a test sees what is lost. */

const list = (es: readonly Expr[]): string => es.map(printExpr).join(', ');

const printWindow = (w: Window): string =>
  [
    w.name,
    w.partitionBy.length > 0 && `partition ${list(w.partitionBy)}`,
    w.orderBy.length > 0 && `order ${list(w.orderBy)}`,
    w.frame && `frame ${list(w.frame)}`,
  ]
    .filter(Boolean)
    .join(' ');

const printCall = (e: Extract<Expr, { kind: 'call' }>): string =>
  [
    `${e.name.join('.')}(${e.distinct ? 'distinct ' : ''}${e.star ? '*' : list(e.args)})`,
    e.orderBy && `order(${list(e.orderBy)})`,
    e.filter && `filter(${printExpr(e.filter)})`,
    e.over && `over(${printWindow(e.over)})`,
  ]
    .filter(Boolean)
    .join(' ');

const printCase = (e: Extract<Expr, { kind: 'case' }>): string =>
  [
    'case',
    e.operand && printExpr(e.operand),
    ...e.whens.map((w) => `when ${printExpr(w.when)} then ${printExpr(w.then)}`),
    e.otherwise && `else ${printExpr(e.otherwise)}`,
    'end',
  ]
    .filter(Boolean)
    .join(' ');

const printSubquery = (e: Extract<Expr, { kind: 'subquery' }>): string => {
  const query = `{${printQuery(e.query)}}`;
  return e.test ? `(${printExpr(e.test)} ${e.op} ${e.form} ${query})` : `${e.form} ${query}`;
};

export const printExpr = (e: Expr): string => {
  switch (e.kind) {
    case 'column':
      return e.path.join('.');
    case 'param':
      return e.key;
    case 'constant':
      return JSON.stringify(e.value);
    case 'default':
      return 'DEFAULT';
    case 'compare':
      return `(${printExpr(e.left)} ${e.op}${e.quantifier ? ` ${e.quantifier}` : ''} ${printExpr(e.right)})`;
    case 'in-list':
      return `(${printExpr(e.operand)} ${e.negated ? 'not ' : ''}in [${list(e.items)}])`;
    case 'and':
    case 'or':
      return `${e.kind}(${list(e.args)})`;
    case 'not':
      return `not ${printExpr(e.arg)}`;
    case 'test':
      return `(${printExpr(e.arg)} is ${e.negated ? 'not ' : ''}${e.test})`;
    case 'between':
      return `(${printExpr(e.operand)} ${e.negated ? 'not ' : ''}between ${printExpr(e.low)} and ${printExpr(e.high)})`;
    case 'call':
      return printCall(e);
    case 'cast':
      return `${printExpr(e.arg)}::${e.type.name}${e.type.modifier ? '(…)' : ''}${e.type.array ? '[]' : ''}`;
    case 'case':
      return printCase(e);
    case 'row':
      return `row(${list(e.items)})`;
    case 'array':
      return `array[${list(e.items)}]`;
    case 'subquery':
      return printSubquery(e);
    case 'operator':
      return `${e.op}<${list(e.args)}>`;
    case 'opaque':
      return `OPAQUE<${list(e.args)}>`;
  }
};

const named = (text: string, r: { readonly alias?: string | undefined; readonly columnAliases?: readonly string[] | undefined }): string =>
  `${text}${r.alias === undefined ? '' : ` as ${r.alias}`}${r.columnAliases ? `(${r.columnAliases.join(', ')})` : ''}`;

const printRelation = (r: Relation): string => {
  switch (r.kind) {
    case 'table':
      return named(`${r.schema === undefined ? '' : `${r.schema}.`}${r.name}${r.sampled ? ' sampled' : ''}`, r);
    case 'derived':
      return named(`${r.lateral ? 'lateral ' : ''}{${printQuery(r.query)}}`, r);
    case 'function':
      return named(`rows[${list(r.calls)}]`, r);
    case 'opaque-relation':
      return named('OPAQUE', r);
    case 'join': {
      const condition = r.on ? ` on ${printExpr(r.on)}` : r.using ? ` using(${r.using.join(', ')})` : '';
      return named(`(${printRelation(r.left)} ${r.natural ? 'natural ' : ''}${r.type} ${printRelation(r.right)}${condition})`, r);
    }
  }
};

type Items = Extract<Query, { kind: 'select' }>['items'];

const printItems = (items: Items): string =>
  items
    .map((i) => (i.star ? [...(i.qualifier ?? []), '*'].join('.') : `${printExpr(i.expr)}${i.name === undefined ? '' : ` as ${i.name}`}`))
    .join(', ');

const printWith = (w: With | undefined): string | undefined =>
  w &&
  `with${w.recursive ? ' recursive' : ''} ${w.ctes.map((c) => `${c.name}${c.columnAliases ? `(${c.columnAliases.join(', ')})` : ''} {${printStatement(c.body)}}`).join(', ')}`;

const words = (parts: readonly (string | false | undefined)[]): string => parts.filter((p) => p !== false && p !== undefined && p !== '').join(' ');

const printBody = (q: Query): string => {
  if (q.kind === 'values') return `values ${q.rows.map((r) => `(${list(r)})`).join(', ')}`;
  if (q.kind === 'set') return `{${printQuery(q.left)}} ${q.op}${q.all ? ' all' : ''} {${printQuery(q.right)}}`;
  return words([
    'select',
    q.distinct === true ? 'distinct' : q.distinct && `distinct on(${list(q.distinct)})`,
    printItems(q.items),
    q.from.length > 0 && `from ${q.from.map(printRelation).join(', ')}`,
    q.where && `where ${printExpr(q.where)}`,
    q.groupBy && `group ${q.groupBy.map((set) => `[${list(set)}]`).join(' ')}`,
    q.having && `having ${printExpr(q.having)}`,
    q.windows.length > 0 && `window ${q.windows.map((w) => `${w.name}(${printWindow(w.window)})`).join(', ')}`,
  ]);
};

export const printQuery = (q: Query): string =>
  words([
    printWith(q.with),
    printBody(q),
    q.orderBy.length > 0 && `order ${list(q.orderBy)}`,
    q.limit && `limit ${printExpr(q.limit)}`,
    q.offset && `offset ${printExpr(q.offset)}`,
    q.locking && 'locking',
  ]);

type Set = Extract<Statement, { kind: 'update' }>['set'];

const printSet = (set: Set): string => set.map((a) => `${a.column} := ${printExpr(a.value)}`).join(', ');

const printConflict = (c: Extract<Statement, { kind: 'insert' }>['onConflict']): string | undefined => {
  if (!c) return undefined;
  const target = c.target?.kind === 'columns' ? `(${c.target.columns.join(', ')})` : c.target?.kind === 'constraint' ? c.target.name : c.target?.kind;
  return words(['conflict', target, c.update ? `set ${printSet(c.update.set)}` : 'nothing', c.update?.where && `where ${printExpr(c.update.where)}`]);
};

const printWhen = (w: Extract<Statement, { kind: 'merge' }>['whens'][number]): string => {
  const { action } = w;
  return words([
    `when ${w.match}`,
    w.condition && `and ${printExpr(w.condition)}`,
    action.do,
    action.do === 'update' && printSet(action.set),
    action.do === 'insert' && action.columns && `(${action.columns.join(', ')})`,
    action.do === 'insert' && (action.values ? `values (${list(action.values)})` : 'defaults'),
  ]);
};

export const printStatement = (s: Statement): string => {
  const returning = 'returning' in s && s.returning.length > 0 && `returning ${printItems(s.returning)}`;
  const where = 'where' in s && s.kind !== 'select' && s.where && `where ${printExpr(s.where)}`;
  switch (s.kind) {
    case 'select':
    case 'set':
    case 'values':
      return printQuery(s);
    case 'insert':
      return words([
        printWith(s.with),
        `insert ${printRelation(s.target)}`,
        s.columns && `(${s.columns.join(', ')})`,
        s.source ? `{${printQuery(s.source)}}` : 'defaults',
        printConflict(s.onConflict),
        returning,
      ]);
    case 'update': {
      const from = s.from.length > 0 && `from ${s.from.map(printRelation).join(', ')}`;
      return words([printWith(s.with), `update ${printRelation(s.target)} set ${printSet(s.set)}`, from, where, returning]);
    }
    case 'delete': {
      const using = s.using.length > 0 && `using ${s.using.map(printRelation).join(', ')}`;
      return words([printWith(s.with), `delete ${printRelation(s.target)}`, using, where, returning]);
    }
    case 'merge':
      return words([printWith(s.with), `merge ${printRelation(s.target)} using ${printRelation(s.source)} on ${printExpr(s.on)}`, ...s.whens.map(printWhen), returning]);
    case 'utility':
      return words([s.verb, s.effect, s.tables.length > 0 && `[${s.tables.map(printRelation).join(', ')}]`]);
    case 'setting':
      return words([s.verb, s.local && 'local', s.name, s.value && `= ${printExpr(s.value)}`]);
    case 'wrapped':
      return words([s.verb, s.cause !== undefined && '!', `{${printStatement(s.statement)}}`]);
    case 'opaque-statement':
      return `OPAQUE: ${s.cause}`;
  }
};
