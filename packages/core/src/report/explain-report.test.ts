import { describe, expect, it } from 'vitest';
import { type ExplainedRows, renderRows } from './explain-report.ts';
import { plain } from './style.ts';

const outcome = { result: ['(1)'], before: [], after: [], own: [] };
const table = (name: string, owner: string): ExplainedRows['tables'][number] => ({ table: name, columns: ['id'], rows: [{ owner, in: '1', cells: ['7'] }] });
const rendered = (sql: string, tables: ExplainedRows['tables']): string =>
  renderRows({ kind: 'the result depends on rows of other tenants', sql, tenants: ['own', 'stranger'], tables, one: outcome, two: outcome }, plain).join('\n');

describe('the rows of a counter-example', () => {
  it('are those of the tables that the statement names, and what foreign keys ask for is counted', () => {
    const text = rendered('select * from "shop"."orders"', [table('tenants', 'foreign'), table('shop.orders', 'foreign'), table('countries', 'shared')]);
    expect(text).toMatch(/^ {2}shop\.orders$/m);
    expect(text).toContain('rows that foreign keys ask for are not shown: tenants, countries');
    expect(text).not.toMatch(/^ {2}tenants$/m);
  });

  it('are all of them where what is named has no rows of others', () => {
    const text = rendered('select * from recent_orders', [table('orders', 'foreign'), table('recent', 'shared')]);
    expect(text).toMatch(/^ {2}orders$/m);
    expect(text).not.toContain('not shown');
  });
});
