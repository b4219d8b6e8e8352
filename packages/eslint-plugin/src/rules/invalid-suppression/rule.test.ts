import { expect, it } from 'vitest';
import { lint, lintWith } from '../../../test/lint/lint.ts';
import { testRule } from '../../../test/lint/cases.ts';

const rule = 'invalid-suppression';

const leaking = "export const f = () => db.selectFrom('orders').selectAll().execute();";
const proved = "export const f = (a: AuthContext) => db.selectFrom('orders').selectAll().where('tenant_id', '=', a.tenantId).execute();";
const over = (comment: string, code = leaking): string => `// ${comment}\n${code}`;

const bad = (name: string, comment: string, message: RegExp, code = leaking) => [name, over(comment, code), `// ${comment}`, message] as const;

testRule(
  rule,
  [
    bad('no reason', 'tenantscope-allow no-unscoped-query system-job:', /reason/),
    bad('no category', 'tenantscope-allow no-unscoped-query: nightly totals go to our own ledger', /categor/),
    bad('a category that does not exist', 'tenantscope-allow no-unscoped-query laziness: nightly totals go to our own ledger', /laziness/),
    bad('a rule that does not exist', 'tenantscope-allow no-such-rule system-job: nightly totals go to our own ledger', /no-such-rule/),
    bad('a day that has passed', 'tenantscope-allow no-unscoped-query system-job: nightly totals go to our own ledger (until 2020-01-31)', /expired/),
    bad('no day', 'tenantscope-allow no-unscoped-query system-job: nightly totals go to our own ledger (until 2027-02-30)', /2027-02-30/),
    bad('nothing to answer for', 'tenantscope-allow no-unscoped-query system-job: nightly totals go to our own ledger', /suppresses nothing/, proved),
    bad('another rule than the one that reports', 'tenantscope-allow no-shared-write system-job: nightly totals go to our own ledger', /suppresses nothing/),
  ],
  [
    ['one that is used', over("tenantscope-allow no-unscoped-query system-job: nightly totals go to our own ledger")],
    ['one with a day to come and an owner', over("tenantscope-allow no-unscoped-query system-job: nightly totals go to our own ledger (until 2999-01-31, @ana)")],
    ['the name of the editor’s rule', "// tenantscope-allow no-unproven-query false-positive: the view has our own rows only\nexport const f = () => pool.query('select sum(hits) from metrics');"],
    ['other comments', over('eslint is fine with this')],
  ],
);

it('lets what it reports answer for nothing', async () => {
  const reports = await lint(over('tenantscope-allow no-unscoped-query system-job:'));
  expect(reports.map((r) => r.rule).sort()).toEqual([rule, 'no-unscoped-query']);
});

it('reads JavaScript', async () => {
  const code = "import { db } from './db.ts';\n// tenantscope-allow no-unscoped-query system-job:\nexport const f = () => db.selectFrom('orders').selectAll().execute();\n";
  expect(await lint(code, { [`tenantscope/${rule}`]: 'error' }, 'src/linted.js')).toHaveLength(1);
  expect(await lintWith(rule, code)).toHaveLength(1);
});
