import { condition } from './conditions.ts';
import type { Eb, Fluent } from './fluent.ts';
import type { Draw } from './random.ts';
import { fromItems } from './select.ts';
import { type Item, itemOf, numberOf, type Table, tables } from './tables.ts';

const writable = tables.filter(({ name }) => name !== 'countries' && name !== 'tenants');

const newRow = (draw: Draw, table: Table, n: number): Readonly<Record<string, unknown>> => {
  const id = draw.chance(0.5) ? 1 + draw.below(4) : 900 + n;
  switch (table.name) {
    case 'customers':
      return { id, name: `new ${n}`, ...(draw.chance(0.5) && { country: 'fr' }) };
    case 'orders':
      return { id: draw.chance(0.5) ? 1 + draw.below(6) : 900 + n, total: draw.below(100), ...(draw.chance(0.5) && { status: 'new' }), ...(draw.chance(0.3) && { customer_id: draw.below(5) }) };
    case 'order_items':
      return { order_id: draw.one([1, 2, 3, 6, 501, 502, 999]), line: 1 + draw.below(4), ...(draw.chance(0.5) && { quantity: 5 }) };
    case 'projects':
      return { id, title: `new ${n}` };
    default:
      return { key: draw.one(['theme', `key ${n}`]), value: `value ${n}` };
  }
};

const changes = (draw: Draw, table: Table): Readonly<Record<string, unknown>> => {
  switch (table.name) {
    case 'customers':
      return draw.one([{ name: 'changed' }, { country: null }]);
    case 'orders':
      return draw.one([{ status: 'done' }, { total: (eb: Eb) => eb('total', '+', 1) }, { customer_id: (eb: Eb) => eb.selectFrom('customers as sc').select((e: Eb) => e.fn.max('sc.id').as('m')) }]);
    case 'order_items':
      return draw.one([{ quantity: 9 }, { order_id: draw.one([1, 6, 501, 506]), line: 50 + draw.below(10) }, { product_id: null }]);
    case 'projects':
      return { title: 'changed' };
    default:
      return { value: 'changed' };
  }
};

const keyColumns = (table: Table): readonly string[] => table.key.filter((column) => column !== 'tenant_id' && column !== 'org_id');

const conflict =
  (draw: Draw, table: Table) =>
  (oc: Fluent): Fluent => {
    if (draw.chance(0.3)) return oc.doNothing();
    // The key of orders is unique over all tenants, so a conflict by it has no tenant in its columns.
    const by = table.name === 'orders' ? (oc as unknown as { constraint: (name: string) => Fluent }).constraint('orders_pkey') : oc.columns(keyColumns(table));
    const action = draw.chance(0.3) ? by.doNothing() : by.doUpdateSet(table.name === 'order_items' ? { quantity: 77 } : changes(draw, table));
    return draw.chance(0.3) && table.numbers.length > 0 ? action : action;
  };

const insert = (draw: Draw, db: Fluent): Fluent => {
  const table = draw.one(writable);
  const rows = Array.from({ length: 1 + draw.below(3) }, (_, n) => newRow(draw, table, n));
  const query = db.insertInto(table.name).values(rows);
  const safe = draw.chance(0.6) ? query.onConflict(conflict(draw, table)) : query;
  return draw.chance(0.5) ? safe.returningAll() : safe;
};

const insertSelect = (draw: Draw, db: Fluent): Fluent => {
  const { query, items } = fromItems(draw, db);
  const number = numberOf(draw, items);
  const filtered = query.where(condition(draw, items, 1));
  if (draw.chance(0.3)) return db.insertInto('order_items').columns(['order_id', 'line', 'quantity']).expression(db.selectFrom('orders as so').where(condition(draw, [{ alias: 'so', numbers: ['id', 'total'], texts: ['status'] }], 1)).select((eb: Eb) => ['so.id', eb.lit(40).as('l'), eb.val(1).as('q')])).returningAll();
  const source = filtered.select((eb: Eb) => [number === undefined ? eb.lit(1).as('n') : (eb.fn('coalesce', [eb.ref(number), eb.lit(1)])).as('n')]).distinct();
  const shifted = db.selectFrom(source.as('src')).select((eb: Eb) => [(eb('src.n', '+', 1000)).as('id'), eb.val('copied').as('title')]);
  return db.insertInto('projects').columns(['id', 'title']).expression(shifted).returningAll();
};

const update = (draw: Draw, db: Fluent): Fluent => {
  const table = draw.one(writable);
  const { text, item } = itemOf(draw, 0, table);
  const started = db.updateTable(text).set(changes(draw, table));
  if (draw.chance(0.6)) {
    const query = started.where(condition(draw, [item]));
    return draw.chance(0.5) ? query.returningAll() : query;
  }
  const other = itemOf(draw, 1);
  const numbers = [numberOf(draw, [item]), numberOf(draw, [other.item])];
  const joined = started.from(other.text);
  const limited = numbers[0] !== undefined && numbers[1] !== undefined ? joined.whereRef(numbers[0], '=', numbers[1]) : joined;
  return limited.where(condition(draw, [item, other.item], 1));
};

const remove = (draw: Draw, db: Fluent): Fluent => {
  const { text, item } = itemOf(draw, 0, draw.one(writable));
  const started = db.deleteFrom(text);
  if (draw.chance(0.6)) return started.where(condition(draw, [item])).returningAll(item.alias);
  const other = itemOf(draw, 1);
  const third = itemOf(draw, 2);
  const using = started.using(other.text);
  const joined = draw.chance(0.4) ? using[draw.one(['innerJoin', 'leftJoin', 'rightJoin', 'fullJoin'] as const)](third.text, (join: Fluent) => join.onTrue()) : using;
  return joined.where(condition(draw, [item, other.item], 1));
};

const source: Item = { alias: 'src', numbers: ['id'], texts: ['name'] };

const merge = (draw: Draw, db: Fluent): Fluent => {
  const table = draw.one(tables.filter(({ name }) => ['customers', 'projects', 'orders'].includes(name)));
  const { text, item } = itemOf(draw, 0, table);
  const [left] = [`${item.alias}.id`];
  let query = db.mergeInto(text).using('customers as src', left, 'src.id');
  if (draw.chance(0.3)) query = query.whenMatchedAnd((eb: Eb) => condition(draw, [item, source], 2)(eb)).thenDoNothing();
  if (draw.chance(0.6)) query = draw.chance(0.5) ? query.whenMatched().thenDelete() : query.whenMatched().thenUpdateSet(table.name === 'orders' ? { status: 'merged' } : table.name === 'projects' ? { title: 'merged' } : { name: 'merged' });
  if (draw.chance(0.6)) {
    const inserted = (eb: Eb): unknown => eb('src.id', '+', 2000);
    query = query.whenNotMatched().thenInsertValues(table.name === 'orders' ? { id: inserted, status: 'm' } : table.name === 'projects' ? { id: inserted, title: 'm' } : { id: inserted, name: 'm' });
  }
  if (draw.chance(0.4)) query = draw.chance(0.5) ? query.whenNotMatchedBySource().thenDelete() : query.whenNotMatchedBySource().thenUpdateSet(table.name === 'orders' ? { status: 'gone' } : table.name === 'projects' ? { title: 'gone' } : { name: 'gone' });
  return query.whenMatched().thenDoNothing();
};

const dataModifying = (draw: Draw, db: Fluent): Fluent =>
  db.with('changed', (qc: Fluent) => draw.one([update, remove, insert])(draw, qc).returningAll()).selectFrom('changed').select((eb: Eb) => eb.fn.countAll().as('n'));

export const anyWrite = (draw: Draw, db: Fluent): Fluent => draw.one([insert, insert, insertSelect, update, update, remove, merge, dataModifying])(draw, db);
