import { loadSqlReader, prove, readSql, type TenantModel, type Verdict, worst } from '@tenantscope/core';
import { createDriverFactory, createPool, sql, type DatabasePool } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyzeFiles, testModel, worstOf } from './cases.ts';
import { prelude } from './tables/slonik.ts';
import type { Site } from '../src/index.ts';

const tenant = '00000000-0000-4000-8000-00000000000a';

interface Sent {
  readonly text: string;
  readonly values: readonly unknown[];
}

let sent: Sent[] = [];

/** slonik with a driver that writes down what it is to send. */
const recordingPool = (): Promise<DatabasePool> =>
  createPool('postgres://localhost/nowhere', {
    resetConnection: () => Promise.resolve(),
    driverFactory: createDriverFactory(() =>
      Promise.resolve({
        createPoolClient: () =>
          Promise.resolve({
            connect: () => Promise.resolve(),
            end: () => Promise.resolve(),
            query: (text: string, values: unknown) => {
              sent.push({ text, values: Array.isArray(values) ? values : [] });
              return Promise.resolve({ command: 'SELECT' as const, fields: [{ dataTypeId: 25, name: 'exists' }], rowCount: 1, rows: [{ exists: true }] });
            },
            stream: () => {
              throw new Error('not used');
            },
          }),
      }),
    ),
  });

/** An expression of `pool`, `sql`, `a` (the session), `x` (text) and `xs` (a list of two), and what is left of the real verdict. */
interface Snippet {
  readonly code: string;
  /** The front end leaves it open. */
  readonly open?: true;
}

const snippets: readonly Snippet[] = [
  { code: 'pool.any(sql.unsafe`select * from o where tenant_id = ${a.tenantId}`)' },
  { code: 'pool.any(sql.unsafe`select * from o where tenant_id = ${a.tenantId} or id = ${x}`)' },
  { code: 'pool.query(sql.unsafe`select * from o where id = ${x} and tenant_id = ${x}`)' },
  { code: 'pool.exists(sql.unsafe`select 1 from o where tenant_id = ${a.tenantId}`)' },
  { code: 'pool.exists(sql.unsafe`select 1 from o where tenant_id = ${a.tenantId}) or exists (select 1 from o`)' },
  { code: 'pool.exists(sql.unsafe`select 1 from o -- )`)', open: true },
  { code: 'pool.any(sql.unsafe`select * from o where ${sql.join([sql.fragment`tenant_id = ${a.tenantId}`, sql.fragment`status = ${x}`], sql.fragment` and `)}`)' },
  { code: 'pool.any(sql.unsafe`select * from o where ${sql.join([sql.fragment`tenant_id = ${a.tenantId}`, sql.fragment`status = ${x}`], sql.fragment` or `)}`)' },
  { code: 'pool.any(sql.unsafe`select * from o where ${sql.join([sql.fragment`tenant_id = ${a.tenantId}`, sql.fragment`status = ${x}`], sql.fragment` and total = ${1} and `)}`)', open: true },
  { code: 'pool.any(sql.unsafe`select * from o where ${sql.and([sql.fragment`tenant_id = ${a.tenantId}`, false, undefined, null, sql.fragment`status = ${x}`])}`)' },
  { code: 'pool.any(sql.unsafe`select * from o where ${sql.and([sql.fragment`tenant_id = ${a.tenantId}`, sql.fragment`total = 1 or status = ${x}`])}`)' },
  { code: 'pool.any(sql.unsafe`select * from o where ${sql.and([])}`)' },
  { code: 'pool.any(sql.unsafe`select * from o where ${sql.or([])}`)' },
  { code: 'pool.any(sql.unsafe`select * from o where tenant_id = ${a.tenantId} and ${sql.or([sql.fragment`total = 1`, sql.fragment`status = ${x}`])}`)' },
  { code: 'pool.any(sql.unsafe`select * from o where tenant_id = ${a.tenantId} and id in (${sql.list(xs)})`)' },
  { code: 'pool.any(sql.unsafe`select * from o where tenant_id in (${sql.list(xs)})`)' },
  { code: 'pool.any(sql.unsafe`select * from o where tenant_id in (${sql.join([a.tenantId, a.tenantId], sql.fragment`, `)})`)' },
  { code: 'pool.any(sql.unsafe`select * from o where tenant_id in (${sql.join([a.tenantId, x], sql.fragment`, `)})`)' },
  { code: 'pool.any(sql.unsafe`select * from o where tenant_id = any(${sql.array([a.tenantId], "uuid")})`)' },
  { code: 'pool.any(sql.unsafe`select * from o where tenant_id = any(${sql.array([a.tenantId, x], "uuid")})`)' },
  { code: 'pool.any(sql.unsafe`select * from o where id = any(${sql.array(xs, sql.fragment`uuid[]`)}) and tenant_id = ${a.tenantId}`)' },
  { code: 'pool.any(sql.unsafe`select * from o where tenant_id = ${sql.uuid(a.tenantId)}`)' },
  { code: 'pool.any(sql.unsafe`select * from o where tenant_id = ${sql.literalValue(a.tenantId)}`)' },
  { code: "pool.any(sql.unsafe`select * from o where status = ${sql.literalValue(\"x' or true --\")} and tenant_id = ${a.tenantId}`)" },
  { code: 'pool.any(sql.unsafe`select * from ${sql.identifier(["public", "o"])} where ${sql.identifier(["o", "tenant_id"])} = ${a.tenantId}`)' },
  { code: "pool.any(sql.unsafe`select * from ${sql.identifier(['o\" where true --'])} where tenant_id = ${a.tenantId}`)" },
  { code: 'pool.any(sql.unsafe`select ${sql.date(new Date(0))}, ${sql.timestamp(new Date(0))}, ${sql.interval({ days: 1, minutes: 2 })}, ${sql.jsonb({ a: 1 })}, ${sql.json([1])}, ${sql.binary(Buffer.from(""))} from o where tenant_id = ${a.tenantId}`)' },
  { code: 'pool.query(sql.unsafe`insert into log (id, tenant_id, text) values (${x}, ${a.tenantId}, ${x})`)' },
  { code: 'pool.query(sql.unsafe`insert into log (id, tenant_id, text) values ${sql.join(xs.map((v) => sql.fragment`(${sql.join([v, a.tenantId, v], sql.fragment`, `)})`), sql.fragment`, `)}`)' },
  { code: 'pool.query(sql.unsafe`insert into log (id, tenant_id, text) values ${sql.join(xs.map((v) => sql.fragment`(${v}, ${v}, ${v})`), sql.fragment`, `)}`)' },
  { code: 'pool.query(sql.unsafe`insert into log (id, tenant_id, text) select t.id, ${a.tenantId}, t.text from ${sql.unnest(xs.map((v) => [v, v]), ["uuid", "text"])} as t(id, text)`)' },
  { code: 'pool.query(sql.unsafe`insert into log (id, tenant_id, text) select t.id, t.tenant, t.text from ${sql.unnest([[x, a.tenantId, x]], ["uuid", ["pg_catalog", "uuid"], sql.fragment`text`])} as t(id, tenant, text)`)' },
  { code: 'pool.query(sql.unsafe`insert into log (tenant_id) select t.tenant from ${sql.unnest([[a.tenantId], [a.tenantId]], ["uuid[]"])} as t(tenant)`)' },
  { code: 'pool.query(sql.unsafe`update o set ${sql.list([sql.fragment`status = ${x}`, sql.fragment`total = ${1}`])} where tenant_id = ${a.tenantId}`)' },
  { code: 'pool.query(sql.unsafe`update o set ${sql.list([sql.fragment`status = ${x}`, sql.fragment`tenant_id = ${x}`])} where tenant_id = ${a.tenantId}`)' },
  { code: 'pool.query(sql.unsafe`delete from o where tenant_id = ${a.tenantId} returning *`)' },
  { code: 'pool.query(sql.unsafe`delete from o`)' },
  { code: 'pool.any(sql.unsafe`select * from o where id = ${x} and tenant_id = $1`)', open: true },
  { code: 'pool.any(sql.unsafe`select * from o where tenant_id = ${sql.fragment`${a.tenantId} ${sql.fragment`and status = ${x}`}`}`)' },
  { code: 'pool.any(sql.unsafe`select * from o where tenant_id = ${a.tenantId} and id in (${sql.unsafe`select o_id from p where tenant_id = ${a.tenantId}`})`)' },
  { code: 'pool.any(sql.unsafe`select * from o where tenant_id = ${a.tenantId} and id in (${sql.unsafe`select o_id from p`})`)' },
  { code: 'pool.any(sql.unsafe`select * from o where status = ${null} and tenant_id = ${null}`)' },
  { code: 'pool.any(sql.prepared("n", {} as never)`select * from o where tenant_id = ${a.tenantId}`)' },
  { code: 'pool.one(sql.type({} as never)`select * from o`)' },
  { code: 'pool.transaction(async (tx) => { await tx.query(sql.unsafe`delete from o where tenant_id = ${a.tenantId}`); await tx.query(sql.unsafe`delete from p`); })' },
  { code: 'pool.connect((c) => c.transaction((tx) => tx.query(sql.unsafe`delete from o where tenant_id = ${a.tenantId}`)))' },
];

const isTenant = (value: unknown): boolean => value === tenant || (Array.isArray(value) && value.length > 0 && value.every(isTenant));

/** A placeholder for the tenant that stands in the text: `sql.literalValue`. */
const written = '$1000';

/** The verdict on what was sent: the session's tenant is trusted, and nothing else is. */
const verdictOf = (model: TenantModel, { text, values }: Sent): Verdict => {
  const plain = text.replaceAll(`'${tenant}'`, written).replace(/\$(\d+)/g, (key, n: string) => (values[Number(n) - 1] === null ? 'null' : key));
  return readSql(plain)
    .statements.map(({ statement }) => {
      const trusted = (key: string): boolean => key === written || isTenant(values[Number(key.slice(1)) - 1]);
      return prove(statement, model, (key) => ({ trust: trusted(key) ? 'trusted' : 'unknown', nonNull: true, label: key, origin: 'given', rule: 'unproven-value' })).verdict;
    })
    .reduce(worst, 'scoped');
};

describe('slonik: what is proved is what is sent', () => {
  let sites: readonly Site[];
  let model: TenantModel;
  let pool: DatabasePool;

  beforeAll(async () => {
    await loadSqlReader();
    model = await testModel();
    pool = await recordingPool();
    const parameters = 'pool: DatabasePool, a: Auth, x: string, xs: string[]';
    ({ sites } = await analyzeFiles(Object.fromEntries(snippets.map(({ code }, i) => [`src/case${i}.ts`, `${prelude}export const f = (${parameters}) => ${code};`]))));
  });
  afterAll(() => pool.end());

  const run = async (code: string): Promise<readonly Sent[]> => {
    sent = [];
    const plain = code.replaceAll(' as never', '');
    // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- the snippet is what is tested
    await (new Function('pool', 'sql', 'a', 'x', 'xs', `return ${plain};`)(pool, sql, { tenantId: tenant }, 'x', ['y', 'z']) as Promise<unknown>).catch((error: unknown) => { if (sent.length === 0) throw error; });
    return sent.filter((s) => !/^(start transaction|commit|rollback|savepoint|release|begin)/i.test(s.text));
  };

  it.each(snippets.map((s, i) => ({ ...s, file: `src/case${i}.ts` })))('$code', async ({ code, file, open }) => {
    const real = (await run(code)).map((s) => verdictOf(model, s)).reduce(worst, 'scoped');
    const found = worstOf(sites.filter((s) => s.file === file));
    expect({ code, found }).toEqual({ code, found: open ? 'unproven' : real });
  });
});
