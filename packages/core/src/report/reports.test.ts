import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildModel } from '../model/build.ts';
import { prove } from '../prover/prove.ts';
import { loadSqlReader, readExpression, readSql } from '../sql/read.ts';
import { checkReport, type CheckRun } from './check-report.ts';
import { coverageLine, coverageOf } from './coverage.ts';
import { renderJson } from './json.ts';
import { sourceLines, sqlLines } from './place.ts';
import { renderCheck, renderProve } from './pretty.ts';
import { proveReport } from './prove-report.ts';
import { plain, type Style } from './style.ts';

const validator = (name: string) =>
  new Ajv({ allErrors: true }).compile(JSON.parse(readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), 'utf8')) as object);

const source = `export const list = async (db: Kysely<DB>) => {
  const rows = await db.selectFrom('orders').selectAll().execute();
  return db.selectFrom('payments').where('tenant_id', '=', tenant()).execute();
};
`;

const run: CheckRun = {
  sites: [
    {
      file: 'src/b.ts', line: 3, column: 10, function: 'list', operation: 'select', tables: ['payments'], verdict: 'unproven',
      findings: [
        {
          refusal: { verdict: 'unproven', rule: 'unproven-value', message: "it is not proved that only the tenant's own rows of payments are read", why: 'the origin of tenant() is not known' },
          line: 3, column: 60, endLine: 3, endColumn: 68,
          trace: [{ file: 'src/tenant.ts', line: 4, message: 'tenant() returns it' }],
        },
      ],
    },
    {
      file: 'src/b.ts', line: 2, column: 22, function: 'list', operation: 'select', tables: ['orders'], verdict: 'unscoped',
      findings: [
        {
          refusal: { verdict: 'unscoped', rule: 'no-unscoped-query', message: 'rows of orders that belong to other tenants reach the result', why: 'no condition ties orders.tenant_id to the trusted tenant' },
          line: 2, column: 36, endLine: 2, endColumn: 44, trace: [],
        },
      ],
    },
    { file: 'src/a.ts', line: 1, column: 1, function: 'find', operation: 'select', tables: ['orders'], verdict: 'scoped', findings: [] },
  ],
  incomplete: [
    { file: 'src/c.ts', line: 9, message: "line 9 has a syntax error: ';' expected." },
    { file: 'src/c.ts', message: 'again' },
  ],
  assumptions: ['the tenant column is tenant_id'],
};

const options = { style: plain, linesOf: (file: string) => (file === 'src/b.ts' ? sourceLines(source) : undefined) };

beforeAll(loadSqlReader);

const proveText = (text: string) => {
  const model = buildModel({}, undefined, readExpression);
  const statements = readSql(text).statements.map((s) => ({
    ...s,
    proof: prove(s.statement, model, (key) => ({ trust: key === '$1' ? 'trusted' : 'untrusted', nonNull: true, label: key, origin: 'given' })),
  }));
  return proveReport({ texts: [{ file: 'q.sql', text, statements }], incomplete: [], assumptions: model.assumptions });
};

describe('the report of check', () => {
  it('renders for people', () => {
    expect(renderCheck(checkReport(run), options)).toBe(`src/b.ts:2:36  no-unscoped-query  rows of orders that belong to other tenants reach the result
  2 | const rows = await db.selectFrom('orders').selectAll().execute();
    |                                  ^^^^^^^^
  why: no condition ties orders.tenant_id to the trusted tenant

src/b.ts:3:60  unproven-value  it is not proved that only the tenant's own rows of payments are read
  3 | return db.selectFrom('payments').where('tenant_id', '=', tenant()).execute();
    |                                                          ^^^^^^^^
  why: the origin of tenant() is not known
  src/tenant.ts:4  tenant() returns it

src/c.ts:9  not read  line 9 has a syntax error: ';' expected.
src/c.ts  not read  again

assumed: the tenant column is tenant_id
3 query sites: 1 scoped, 1 unscoped, 1 unproven, 0 suppressed, 1 unreadable (33.3 % proved)
`);
  });

  it('names the place when the source is gone', () => {
    expect(renderCheck(checkReport(run), { ...options, linesOf: () => undefined })).toContain('reach the result\n  why: no condition');
  });

  it('obeys its JSON Schema', () => {
    const validate = validator('check');
    const report = JSON.parse(renderJson(checkReport(run))) as { sites: unknown[]; findings: unknown[] };
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    expect(report.sites[0]).toEqual({ file: 'src/a.ts', line: 1, column: 1, function: 'find', operation: 'select', tables: ['orders'], verdict: 'scoped' });
    expect(report.sites[1]).toMatchObject({ rule: 'no-unscoped-query' });
    expect(report.findings[1]).toEqual({
      rule: 'unproven-value', verdict: 'unproven', severity: 'warning', message: "it is not proved that only the tenant's own rows of payments are read",
      why: 'the origin of tenant() is not known', file: 'src/b.ts', line: 3, column: 60, endLine: 3, endColumn: 68, function: 'list', tables: ['payments'],
      trace: [{ file: 'src/tenant.ts', line: 4, message: 'tenant() returns it' }],
    });
  });

  it('lists declared escapes with their reason, and counts them as suppressed', () => {
    const site = { file: 'src/a.ts', line: 7, column: 3, function: 'revenue', operation: 'select', tables: ['orders'], verdict: 'unscoped' as const };
    const escape = { reason: 'quarterly\nrevenue', ticket: 'OPS-12', actor: undefined, tables: ['orders'] };
    const [refused] = run.sites[1]?.findings ?? [];
    const report = checkReport({
      sites: [
        { ...site, findings: [], escape },
        { ...site, line: 8, findings: [], escape: { tables: [] } },
        { ...site, line: 9, findings: refused ? [refused] : [], escape },
        { ...site, line: 10, verdict: 'scoped', findings: [] },
      ],
      incomplete: [],
      assumptions: [],
    });
    expect(report.summary).toEqual({ sites: 4, scoped: 1, unscoped: 1, unproven: 0, suppressed: 2, escapes: 3, unreadable: 0 });
    expect(report.sites[0]).toEqual({ ...site, escape: { reason: 'quarterly\nrevenue', ticket: 'OPS-12', tables: ['orders'] } });
    const validate = validator('check');
    expect(validate(JSON.parse(renderJson(report))), JSON.stringify(validate.errors)).toBe(true);
    const text = renderCheck(report, { ...options, linesOf: () => undefined });
    expect(text).toContain('\nsrc/a.ts:7:3  escape  select of orders: quarterly revenue (ticket OPS-12)\nsrc/a.ts:8:3  escape  select of orders: its reason is only known at run time\n');
    expect(text).toContain('4 query sites: 1 scoped, 1 unscoped, 0 unproven, 2 suppressed, 0 unreadable (25.0 % proved); 3 escapes (crossTenant)\n');
  });

  it('dresses what is wrong apart from what is not known', () => {
    const tagged: Style = { ...plain, error: (t) => `E(${t})`, warning: (t) => `W(${t})` };
    const text = renderCheck(checkReport(run), { ...options, style: tagged });
    expect(text).toContain("E(no-unscoped-query)");
    expect(text).toContain("db.selectFrom(E('orders'))");
    expect(text).toContain('W(^^^^^^^^)');
  });
});

describe('the report of prove', () => {
  const text = '\r\nselect * from orders where tenant_id = $1;\r\nselect o.id\r\nfrom orders o, payments p where o.tenant_id = $1;\r\nselekt';

  it('renders for people', () => {
    expect(renderProve(proveText(text), { style: plain, linesOf: () => sqlLines(text) })).toBe(`q.sql:2  scoped  orders.tenant_id = $1 (WHERE); $1: given

q.sql:4:16  no-unscoped-query  rows of payments that belong to other tenants reach the result
  4 | from orders o, payments p where o.tenant_id = $1;
    |                ^^^^^^^^^^
  why: no condition ties p.tenant_id to the trusted tenant

q.sql:5:1  unproven-sql  a part of the query cannot be read, so nothing is proved about it
  5 | selekt
    | ^^^^^^
  why: PostgreSQL cannot read it: syntax error at or near "selekt" (line 5)

assumed: the tenant column is tenant_id
assumed: no schema is known: every table is taken to be tenant-owned by tenant_id
3 statements: 1 scoped, 1 unscoped, 1 unproven, 0 suppressed, 0 unreadable (33.3 % proved)
`);
  });

  it('obeys its JSON Schema', () => {
    const validate = validator('prove');
    const report = JSON.parse(renderJson(proveText(text))) as { statements: unknown[] };
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    expect(report.statements[1]).toMatchObject({
      file: 'q.sql', index: 1, line: 3, sql: 'select o.id\r\nfrom orders o, payments p where o.tenant_id = $1', verdict: 'unscoped', rule: 'no-unscoped-query',
      why: 'rows of payments that belong to other tenants reach the result: no condition ties p.tenant_id to the trusted tenant', tables: ['orders', 'payments'],
    });
  });
});

describe('coverage', () => {
  const summary = { sites: 10_000, scoped: 9_999, unscoped: 1, unproven: 0, suppressed: 0, escapes: 0, unreadable: 0 };

  it('is never rounded up to everything', () => {
    expect(coverageOf(summary)).toBe(99.9);
    expect(coverageLine(summary, 'query site')).toBe('10000 query sites: 9999 scoped, 1 unscoped, 0 unproven, 0 suppressed, 0 unreadable (99.9 % proved)');
  });

  it('is not a number when there was nothing', () => {
    expect(coverageOf({ ...summary, sites: 0, scoped: 0 })).toBeUndefined();
  });
});
