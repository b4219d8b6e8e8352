import { checkReport, type CheckRun, type JudgedSite } from '../../src/report/check-report.ts';
import type { CheckReport } from '../../src/report/schema.ts';

export const emptyReport: CheckReport = checkReport({ sites: [], incomplete: [], assumptions: [] });

const scoped: JudgedSite = { file: 'src/orders/list.ts', line: 3, column: 10, function: 'listOrders', operation: 'select', tables: ['orders'], verdict: 'scoped', fingerprint: '0000000000000000', findings: [] };

export const cleanReport: CheckReport = checkReport({ sites: [scoped, { ...scoped, line: 9, operation: 'update', fingerprint: '0000000000000001' }], incomplete: [], assumptions: ['the tenant column is tenant_id'] });

const tables = ['orders', 'invoices', 'payments', 'customers', 'projects', 'documents', 'memberships', 'audit_events', 'webhooks', 'subscriptions'];
const areas = ['billing', 'orders', 'search', 'admin/reports', 'integrations/webhooks', 'jobs/nightly', 'documents/render/pdf', 'auth'];
const operations = ['select', 'select', 'select', 'insert', 'update', 'delete', 'merge'];

const pick = <T>(from: readonly T[], n: number): T => from[n % from.length] as T;

const refusals = (table: string, n: number) =>
  [
    { verdict: 'unscoped', rule: 'no-unscoped-query', message: `rows of ${table} that belong to other tenants reach the result`, why: `no condition ties ${table}.tenant_id to the trusted tenant` },
    { verdict: 'unproven', rule: 'unproven-function', message: `the function f_unaccent_${n % 4}() may read or write rows of other tenants`, why: 'its body is not known to be free of table access' },
    { verdict: 'unproven', rule: 'unproven-value', message: `it is not proved that only the tenant's own rows of ${table} are read`, why: `the origin of filter${n % 90}.tenantId is not known` },
    { verdict: 'unscoped', rule: 'no-untrusted-tenant', message: `the tenant of ${table} is a value of the request`, why: 'request.query.tenant comes from outside' },
  ] as const;

/** A project with that many findings, at as many sites, and half as many sites that are proved. */
export const manyFindings = (count: number): CheckReport => {
  const sites = Array.from({ length: Math.ceil(count * 1.5) }, (_, n): JudgedSite => {
    const table = pick(tables, n);
    const at = { file: `src/${pick(areas, n)}/${table}-${n % 37}.ts`, line: 1 + (n % 60), column: 3 };
    const common = { ...at, function: `${table}Service.handle${n % 211}`, operation: pick(operations, n), tables: n % 5 === 0 ? [table, pick(tables, n + 3)] : [table], fingerprint: n.toString(16).padStart(16, '0') };
    if (n >= count) return { ...common, verdict: 'scoped', findings: [] };
    const refusal = pick(refusals(table, n), n);
    const trace = Array.from({ length: n % 5 }, (_step, i) => ({ file: `src/${pick(areas, n + i)}/router.ts`, line: 1 + i, message: i === 0 ? `reached from ${table}Controller.index` : 'it comes from query.tenant' }));
    return { ...common, verdict: refusal.verdict, findings: [{ refusal, line: at.line, column: 20, endLine: at.line + (n % 3), endColumn: 40, trace }] };
  });
  return checkReport({ sites, incomplete: [], assumptions: ['the tenant column is tenant_id', 'no migrations were found: tables come from the types of the database'] });
};

const lines = Array.from({ length: 80 }, (_, n) => `    const rows${n} = await this.db.selectFrom('orders as o').innerJoin('customers as c', 'c.id', 'o.customer_id').selectAll().execute();`);
export const linesOfAnything = (): readonly string[] => lines;

const evil = `"'><script>globalThis.pwned=1</script><img src=x onerror=globalThis.pwned=1></script></style>\u202e\u2066\u0000\u001b[31m&#x3c;\ud800`;

/** Everything that a report holds of somebody's code is an attack. */
const hostileRun: CheckRun = {
  sites: [
    {
      file: `src/${evil}.ts`, line: 1, column: 1, function: `f${evil}`, operation: `select${evil}`, tables: [`t${evil}`], verdict: 'unscoped', fingerprint: evil,
      suppressions: [{ rule: `no-unscoped-query${evil}`, category: 'admin', reason: `because${evil}`, until: `2027${evil}`, owner: `@ana${evil}`, line: 1 }],
      findings: [
        { refusal: { verdict: 'unscoped', rule: `no-such-rule${evil}`, message: `m${evil}`, why: `w${evil}` }, line: 1, column: 20, endLine: 1, endColumn: 60, trace: [{ file: `src/${evil}.ts`, line: 2, message: `t${evil}` }] },
        { refusal: { verdict: 'unproven', rule: 'unproven-sql', message: `m${'x'.repeat(1_000_000)}`, why: `w${evil}` }, line: 2, column: 500_000, endLine: 2, endColumn: 900_000, trace: [] },
      ],
    },
    { file: 'src/b.ts', line: 7, column: 1, function: '', operation: 'select', tables: [], verdict: 'unscoped', findings: [], escape: { reason: `r${evil}`, ticket: evil, actor: evil, tables: [evil] } },
  ],
  incomplete: [{ file: `src/${evil}`, line: 3, message: `unreadable${evil}` }, { message: evil }],
  assumptions: [`assumed${evil}`],
};

export const hostileReport: CheckReport = checkReport(hostileRun);
export const hostileLines = (): readonly string[] => [`const x = '${evil}${evil}';`, `${'y'.repeat(400_000)}${evil}${'z'.repeat(600_000)}`];
export const hostileNames = { version: `1${evil}`, project: `shop${evil}` };
