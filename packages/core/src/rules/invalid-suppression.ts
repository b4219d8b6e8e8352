import { rule, ts } from './rule.ts';
import { suppressionCategories } from './suppression-categories.ts';

export const invalidSuppression = rule({
  id: 'invalid-suppression',
  title: 'A suppression is wrong, has expired or suppresses nothing',
  verdict: 'unproven',
  severity: 'error',
  about: 'suppression',
  meaning: `A comment that begins with \`tenantscope-allow\` answers for findings of a query site: it names the rule, a category and the reason, and
may name the last day on which it holds and who owns it: \`(until 2027-01-31, @ana)\`. It stands on the line above the first line of the
site, or on a line of the site or of its finding. The site keeps its verdict and counts as suppressed. This comment suppresses nothing:
it lacks a part, names a rule or category that does not exist, gives no reason, ends on no date, has expired (the day is UTC's), or no
finding is where it stands. What could not be read is never suppressed.

| category | meaning |
|---|---|
${Object.entries(suppressionCategories).map(([name, meaning]) => `| \`${name}\` | ${meaning} |`).join('\n')}`,
  fails: ts(`// tenantscope-allow no-unscoped-query system-job: nightly totals (until 2020-01-31)
await db.selectFrom('orders').selectAll().execute();`),
  passes: ts(`// tenantscope-allow no-unscoped-query system-job: nightly totals go to the operator's own ledger
await db.selectFrom('orders').selectAll().execute();`),
  remedy: `Write it as \`// tenantscope-allow <rule> <category>: <reason> (until YYYY-MM-DD, owner)\`, and remove it when the finding is gone.
\`no-unproven-query\` stands for every \`unproven-*\` rule, \`require-escape-reason\` for \`no-undeclared-escape\`.
\`tenantscope baseline --suppressions\` lists them all.`,
  blind: 'Whether the reason is true.',
});
