import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildModel, loadSqlReader, prove, readExpression, readSql, type TenantModel, type ValueFacts, type Verdict } from '@tenantscope/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { tablesOf } from '../src/frontend/prisma/schema/tables.ts';
import { readPrismaSchema } from '../src/frontend/prisma/schema/read.ts';
import { analyzeProject, type Site } from '../src/index.ts';
import { configuration, worstOf } from './cases.ts';
import { prismaFiles } from './prisma-project.ts';
import { prismaSchemaText } from './support/prisma-client.ts';
import { flowCases } from './tables/prisma.ts';
import { sentCases } from './tables/prisma-sent.ts';

interface Sent {
  readonly sql: string;
  readonly params: readonly unknown[];
}

const sent = JSON.parse(readFileSync(new URL('tables/prisma-sent.json', import.meta.url), 'utf8')) as Readonly<Record<string, readonly Sent[]>>;
const tenant = '00000000-0000-0000-0000-00000000000a';

let model: TenantModel;

/** A parameter is trusted when it was the tenant: as it was given, or read from a row of the tenant. */
const factsOf = ({ params }: Sent) => (key: string): ValueFacts => {
  const value = params[Number(key.slice(1)) - 1];
  return { trust: value === tenant ? 'trusted' : 'unknown', nonNull: value !== null, label: key, origin: String(value) };
};

/** A row is read again, or changed, by the key that a statement before has found: whose it is was decided there. */
const followsUp = ({ sql }: Sent, before: readonly Sent[]): boolean => {
  const again = /^SELECT .* FROM "(\w+)" WHERE "\1"\."id" = \$\d+ LIMIT \$\d+ OFFSET \$\d+$/.exec(sql);
  const changed = /^(?:UPDATE|DELETE FROM) "(\w+)" .*?WHERE \("\1"\."id" IN \(/.exec(sql);
  const table = again?.[1] ?? changed?.[1];
  return table !== undefined && before.some((b) => (again ? /^(INSERT INTO|UPDATE|SELECT .* FROM) "(\w+)"/ : /^(SELECT) .* FROM "(\w+)"/).exec(b.sql)?.[2] === table);
};

const rank: Record<Verdict, number> = { scoped: 0, unproven: 1, unscoped: 2 };

/** A key that a statement before has found or made for the tenant: what is not known of a value alone is known of it. */
const isMade = ({ params }: Sent, before: readonly Sent[]): boolean => params.filter((v) => String(v).startsWith('0000')).slice(1).every((v) => before.some((b) => b.params.includes(v)));

/** The same value has the same name wherever it is bound, as in the code. */
const withOneName = ({ sql, params }: Sent): string => sql.replace(/\$(\d+)/g, (_, n: string) => `$${params.indexOf(params[Number(n) - 1]) + 1}`);

/** What is proved of the statements that were sent. */
const observed = (call: string): Verdict =>
  (sent[call] ?? [])
    .flatMap((s, i, all) => {
      const before = all.slice(0, i);
      const { statements } = readSql(withOneName(s));
      const refusals = followsUp(s, before) ? [] : statements.flatMap(({ statement }) => prove(statement, model, factsOf(s)).refusals);
      return refusals.filter((r) => !(r.rule === 'unproven-reference' && isMade(s, before)));
    })
    .reduce<Verdict>((worst, { verdict }) => (rank[verdict] > rank[worst] ? verdict : worst), 'scoped');

let sites: readonly Site[];
const sitesIn = (file: string): readonly Site[] => sites.filter((s) => s.file === file);
const told = (found: readonly Site[]) => ({ verdict: worstOf(found), findings: found.flatMap((s) => s.findings.map((f) => `${f.refusal.rule}: ${f.refusal.message}: ${f.refusal.why}`)) });

beforeAll(async () => {
  await loadSqlReader();
  model = buildModel(configuration, tablesOf(readPrismaSchema(prismaSchemaText)), readExpression);
  const directory = mkdtempSync(join(tmpdir(), 'tenantscope-'));
  try {
    for (const [path, text] of Object.entries(prismaFiles)) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), text);
    }
    sites = (await analyzeProject({ directory, configuration, model })).sites;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}, 120_000);

describe('calls, against what Prisma sends for them', () => {
  it.each(sentCases.map((c, i) => ({ ...c, i })))('$name: $verdict', ({ call, verdict, i }) => {
    const real = observed(call);
    const found = told(sitesIn(`src/sent${i}.ts`));
    expect({ sent: sent[call]?.length === undefined, ...found }, JSON.stringify(sent[call], null, 1)).toMatchObject({ sent: false, verdict });
    expect(found.verdict === 'unproven' ? 'unproven' : real, `what was sent is ${real}`).toBe(found.verdict);
  });
});

describe('data flow', () => {
  it.each(flowCases.map((c, i) => ({ ...c, i })))('$name: $verdict, $why', ({ verdict, rule, i }) => {
    const found = told(sitesIn(`src/flow${i}.ts`));
    expect(found).toMatchObject({ verdict });
    if (rule !== undefined) expect(found.findings.join('\n')).toContain(rule);
  });
});

describe('sites', () => {
  it('counts an extension as one only where it may change queries', () => {
    const at = (name: string) => sitesIn(`src/flow${flowCases.findIndex((c) => c.name === name)}.ts`).map((s) => s.verdict);
    expect(at('an extended client')).toEqual(['scoped']);
    expect(at('an extended client, everything').sort()).toEqual(['unproven', 'unscoped']);
  });
});

describe('the schema', () => {
  const read = (more: string) => readPrismaSchema(`generator a {\n provider = "prisma-client"\n ${more}\n}\nmodel A {\n id Int @id\n}`);

  it('is strict of undefined where the client is', () => {
    expect(read('previewFeatures = ["strictUndefinedChecks"]').strict).toBe(true);
    expect(read('previewFeatures = ["views"]').strict).toBe(false);
    expect(readPrismaSchema(`${prismaSchemaText}\ngenerator b {\n provider = "prisma-client-js"\n previewFeatures = ["strictUndefinedChecks"]\n}`).strict).toBe(false);
  });

  it('has the tables with their keys, and those of pairs', () => {
    const { tables } = tablesOf(readPrismaSchema(prismaSchemaText));
    expect(tables.map((t) => t.name)).toEqual(['tenants', 'customers', 'orders', 'items', 'tags', 'plans', '_OrderToTag']);
    expect(tables.find((t) => t.name === 'orders')).toMatchObject({
      uniques: [{ columns: ['id'], primary: true }, { columns: ['tenant_id', 'id'], primary: false }],
      foreignKeys: [{ columns: ['tenant_id'], table: 'tenants', referenced: ['id'] }, { columns: ['tenant_id', 'customer_id'], table: 'customers', referenced: ['tenant_id', 'id'] }],
    });
  });

  it('has no foreign keys where Prisma keeps relations itself', () => {
    const { tables } = tablesOf(readPrismaSchema(prismaSchemaText.replace('provider = "postgresql"', 'provider = "postgresql"\n  relationMode = "prisma"')));
    expect(tables.flatMap((t) => t.foreignKeys)).toEqual([]);
  });
});
