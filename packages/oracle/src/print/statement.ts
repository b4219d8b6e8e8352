import { type Assignment, type Expr, type InsertStatement, type MergeWhen, type OnConflict, type SelectItem, type Statement } from '@tenantscope/core';
import { printItems, printWith } from './query.ts';
import { identifier, list, type Printer, Unprintable, words } from './printer.ts';

const columns = (names: readonly string[]): string => `(${list(names.map(identifier))})`;

const returning = (to: Printer, items: readonly SelectItem[]): string | false => items.length > 0 && `returning ${printItems(to, items)}`;

/** The sub-query of `SET (a, b) = (SELECT …)`, of which `value` is one field. */
const wholeOf = (value: Expr): Expr | undefined => {
  const [whole, number] = value.kind === 'operator' && value.op === 'field' ? value.args : [];
  return number?.kind === 'constant' && typeof number.value === 'number' ? whole : undefined;
};

const assignments = (to: Printer, all: readonly Assignment[]): string => {
  const groups: { readonly whole: Expr | undefined; readonly items: Assignment[] }[] = [];
  for (const a of all) {
    const whole = wholeOf(a.value);
    const last = groups.at(-1);
    // The next field of the same sub-query; the same column twice would be another.
    if (whole && last?.whole && JSON.stringify(last.whole) === JSON.stringify(whole)) last.items.push(a);
    else groups.push({ whole, items: [a] });
  }
  return list(groups.map(({ whole, items }) => (whole ? `${columns(items.map((a) => a.column))} = ${to.expr(whole)}` : list(items.map((a) => `${identifier(a.column)} = ${to.expr(a.value)}`)))));
};

const conflict = (to: Printer, c: OnConflict): string => {
  if (c.target?.kind === 'opaque') throw new Unprintable('the target of ON CONFLICT was not read');
  const target = c.target && (c.target.kind === 'columns' ? columns(c.target.columns) : `on constraint ${identifier(c.target.name)}`);
  const action = c.update ? words(`do update set ${assignments(to, c.update.set)}`, c.update.where && `where ${to.expr(c.update.where)}`) : 'do nothing';
  return words('on conflict', target, action);
};

const source = (to: Printer, s: InsertStatement): string => (s.source ? to.query(s.source) : 'default values');

const matches = { matched: 'matched', 'not-matched': 'not matched', 'not-matched-by-source': 'not matched by source' } as const;

const action = (to: Printer, { action: a }: MergeWhen): string => {
  if (a.do === 'update') return `update set ${assignments(to, a.set)}`;
  if (a.do === 'insert') return words('insert', a.columns && columns(a.columns), a.values ? `values (${list(a.values.map(to.expr))})` : 'default values');
  return a.do === 'delete' ? 'delete' : 'do nothing';
};

const when = (to: Printer, w: MergeWhen): string =>
  words(`when ${matches[w.match]}`, w.condition && `and ${to.expr(w.condition)}`, `then ${action(to, w)}`);

/** A statement of rows; the others have no text of their own. */
export const printStatement = (to: Printer, s: Statement): string => {
  switch (s.kind) {
    case 'select':
    case 'set':
    case 'values':
      return to.query(s);
    case 'insert':
      return words(printWith(to, s.with), 'insert into', to.relation(s.target), s.columns && columns(s.columns), source(to, s), s.onConflict && conflict(to, s.onConflict), returning(to, s.returning));
    case 'update':
      return words(printWith(to, s.with), 'update', to.relation(s.target), 'set', assignments(to, s.set), s.from.length > 0 && `from ${list(s.from.map(to.relation))}`, s.where && `where ${to.expr(s.where)}`, returning(to, s.returning));
    case 'delete':
      return words(printWith(to, s.with), 'delete from', to.relation(s.target), s.using.length > 0 && `using ${list(s.using.map(to.relation))}`, s.where && `where ${to.expr(s.where)}`, returning(to, s.returning));
    case 'merge':
      return words(printWith(to, s.with), 'merge into', to.relation(s.target), 'using', to.relation(s.source), `on ${to.expr(s.on)}`, ...s.whens.map((w) => when(to, w)), returning(to, s.returning));
    default:
      throw new Unprintable(`a statement of kind ${s.kind} is not printed`);
  }
};
