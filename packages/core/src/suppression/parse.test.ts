import { describe, expect, it } from 'vitest';
import { parseSuppression } from './parse.ts';

const whole = { rule: 'no-unscoped-query', category: 'system-job', reason: 'nightly totals' };

describe('a suppression', () => {
  it.each<[string, string, object]>([
    ['in a line comment', '// tenantscope-allow no-unscoped-query system-job: nightly totals', whole],
    ['without a blank', '//tenantscope-allow no-unscoped-query system-job:nightly totals', whole],
    ['in a block', '/* tenantscope-allow no-unscoped-query system-job: nightly totals */', whole],
    ['in a block of several lines', '/**\n * tenantscope-allow no-unscoped-query\n * system-job: nightly\r\n *   totals\n */', whole],
    ['as ESLint gives it', ' tenantscope-allow no-unscoped-query system-job: nightly totals ', whole],
    ['as ESLint gives a block', '*\n * tenantscope-allow no-unscoped-query system-job: nightly totals\n ', whole],
    ['with an end', '// tenantscope-allow no-unscoped-query system-job: nightly totals (until 2027-01-31)', { ...whole, until: '2027-01-31' }],
    ['with an owner', '// tenantscope-allow no-unscoped-query system-job: nightly totals (Until  2028-02-29 , @ana, team b).', { ...whole, until: '2028-02-29', owner: '@ana, team b' }],
    ['with a colon and parentheses in its reason', '// tenantscope-allow unproven-flow admin: see OPS-12: agreed (by ana) (until 2027-01-31)', { rule: 'unproven-flow', category: 'admin', reason: 'see OPS-12: agreed (by ana)', until: '2027-01-31' }],
    ['whose reason speaks of an end', '// tenantscope-allow no-unscoped-query migration: kept until the move is over', { rule: 'no-unscoped-query', category: 'migration', reason: 'kept until the move is over' }],
    ['whose reason has a date that is no end', '// tenantscope-allow no-unscoped-query migration: agreed on 2026-03-01 with the auditors', { rule: 'no-unscoped-query', category: 'migration', reason: 'agreed on 2026-03-01 with the auditors' }],
    ['of a rule that stands for several', '// tenantscope-allow no-unproven-query test: fixture of the soak test', { rule: 'no-unproven-query', category: 'test', reason: 'fixture of the soak test' }],
    ['of a rule of the plugin', '// tenantscope-allow require-escape-reason admin: the audit has it', { rule: 'require-escape-reason', category: 'admin', reason: 'the audit has it' }],
    ['in another script', '// tenantscope-allow no-unscoped-query admin: 管理画面', { rule: 'no-unscoped-query', category: 'admin', reason: '管理画面' }],
  ])('%s', (_, text, suppression) => {
    expect(parseSuppression(text)).toEqual({ suppression });
  });

  it.each(['// see tenantscope-allow', '// leak: no-unscoped-query', '', '/* */', '// eslint-disable-next-line tenantscope/no-unscoped-query'])('is not %j', (text) => {
    expect(parseSuppression(text)).toBeUndefined();
  });
});

describe('a suppression with a problem', () => {
  it.each<[string, string, string]>([
    ['tenantscope-allow', 'malformed', 'its rule is missing; it reads: // tenantscope-allow <rule> <category>: <reason> (until YYYY-MM-DD, owner)'],
    ['tenantscope-allow no-unscoped-query', 'malformed', 'its category is missing; '],
    ['tenantscope-allow no-unscoped-query: nightly totals', 'malformed', 'its category is missing; '],
    ['tenantscope-allow system-job: nightly totals', 'malformed', 'its rule is missing; '],
    ['tenantscope-allow no-unscoped-query system-job nightly totals', 'malformed', 'a colon must follow its category; '],
    ['tenantscope-allow no-unscoped-query system-job -- see: totals', 'malformed', 'a colon must follow its category; '],
    ['tenantscope-allow-next-line no-unscoped-query system-job: nightly totals', 'malformed', '"tenantscope-allow-next-line" is not tenantscope-allow; '],
    ['Tenantscope-Allow no-unscoped-query system-job: nightly totals', 'malformed', '"Tenantscope-Allow" is not tenantscope-allow; '],
    ['tenantscope-allow no-unscoped-query system-job: nightly (until 2027-01-31) totals', 'malformed', 'its end must be the last thing in it, in parentheses: (until YYYY-MM-DD); '],
    ['tenantscope-allow no-unscoped-query system-job: nightly totals until 2027-01-31', 'malformed', 'its end must be the last thing in it'],
    ...['nightly totals until 2027', 'nightly totals, valid until January 2020', 'nightly totals (expires 2020-01-01)', 'nightly totals [until 2020-01-01]', 'nightly totals until-2020-01-01', 'nightly totals till Q3', 'nightly totals (2020-01-01)', 'nightly totals, expires 31.1.2027'].map(
      (reason): [string, string, string] => [`tenantscope-allow no-unscoped-query system-job: ${reason}`, 'malformed', 'its end must be the last thing in it'],
    ),
    ['tenantscope-allow no-unscoped-query system-job: nightly totals (until 2027-01-31', 'malformed', 'its end must be the last thing in it'],
    ['tenantscope-allow no-unscoped-query system-job: nightly totals (until 2027-01-31,)', 'malformed', 'its owner is missing after the comma; '],
    ['tenantscope-allow no-unscoped-qery system-job: nightly totals', 'unknown-rule', 'there is no rule "no-unscoped-qery" to suppress; did you mean "no-unscoped-query"?'],
    ['tenantscope-allow all system-job: nightly totals', 'unknown-rule', 'there is no rule "all" to suppress'],
    ['tenantscope-allow invalid-suppression system-job: nightly totals', 'unknown-rule', 'there is no rule "invalid-suppression" to suppress'],
    ['tenantscope-allow no-unscoped-query sytem-job: nightly totals', 'unknown-category', 'there is no category "sytem-job"; did you mean "system-job"? (system-job, admin, '],
    ['tenantscope-allow no-unscoped-query constructor: nightly totals', 'unknown-category', 'there is no category "constructor"'],
    ['tenantscope-allow no-unscoped-query system-job', 'no-reason', 'say why the finding may stay; '],
    ['tenantscope-allow no-unscoped-query system-job:', 'no-reason', 'say why'],
    ['tenantscope-allow no-unscoped-query system-job: (until 2027-01-31)', 'no-reason', 'say why'],
    ['tenantscope-allow no-unscoped-query system-job: System job.', 'no-reason', 'say why'],
    ['tenantscope-allow no-unscoped-query system-job: TODO', 'no-reason', 'say why'],
    ['tenantscope-allow no-unscoped-query system-job: n/a …', 'no-reason', 'say why'],
    ['tenantscope-allow no-unscoped-query system-job: <reason>', 'no-reason', 'say why'],
    ['tenantscope-allow no-unscoped-query system-job: 12345', 'no-reason', 'say why'],
    ['tenantscope-allow no-unscoped-query system-job: nightly totals (until 2027-02-29)', 'invalid-date', '"2027-02-29" is not a day of the calendar, written YYYY-MM-DD'],
    ['tenantscope-allow no-unscoped-query system-job: nightly totals (until 31.1.2027)', 'invalid-date', '"31.1.2027" is not'],
    ['tenantscope-allow no-unscoped-query system-job: nightly totals (until)', 'invalid-date', '"" is not'],
    ['tenantscope-allow no-unscoped-query system-job: nightly totals (until @ana)', 'invalid-date', '"@ana" is not'],
  ])('%s', (text, kind, why) => {
    const problem = expect.objectContaining({ kind, why: expect.stringContaining(why) as string }) as object;
    expect(parseSuppression(`// ${text}`)).toEqual({ problem });
    expect(parseSuppression(`/* ${text} */`)).toEqual({ problem });
  });
});
