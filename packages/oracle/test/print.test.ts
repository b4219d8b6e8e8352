import { loadSqlReader, readSql, type Statement } from '@tenantscope/core';
import { describe, expect, it } from 'vitest';
import { hardCases } from '../../core/test/hard-cases.ts';
import { printStatement } from '../../core/test/print-ir.ts';
import { printSql, Unprintable } from '../src/print/index.ts';

await loadSqlReader();

const only = (sql: string): Statement => {
  const { statements } = readSql(sql);
  if (statements.length !== 1 || !statements[0]) throw new Error(`not one statement: ${sql}`);
  return statements[0].statement;
};

const ofRows = new Set(['select', 'set', 'values', 'insert', 'update', 'delete', 'merge']);
const printable = hardCases.filter((c) => c.rule !== 'unproven-sql' && ofRows.has(only(c.sql).kind));

describe('printSql', () => {
  it.each(printable.map((c) => [c.sql]))('what is printed reads back: %s', (sql) => {
    const ir = only(sql);
    for (const choice of [0, 1, 2]) expect(printStatement(only(printSql(ir, (n) => choice % n)))).toBe(printStatement(ir));
  });

  it('quotes identifiers and text', () => {
    const odd = `select "a b"."Sel""ect", 'it''s', E'\\\\' from "select" "a b" where "a b"."x" = 1`;
    expect(printStatement(only(printSql(only(odd))))).toBe(printStatement(only(odd)));
  });

  it('writes named arguments', () => {
    const named = 'select make_interval(mins => $1, "days" => 2) from o';
    expect(printStatement(only(printSql(only(named))))).toBe(printStatement(only(named)));
  });

  it('refuses what no front end could read', () => {
    expect(() => printSql(only('insert into o (id) values (1) on conflict (lower(ref)) do nothing'))).toThrow(Unprintable);
  });
});
