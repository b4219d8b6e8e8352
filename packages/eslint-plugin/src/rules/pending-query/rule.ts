import { locOf } from '../../session/finding-rule.ts';
import { defineRule } from '../../session/rule.ts';
import type { Context, JudgedSite } from '../../session/verdicts.ts';

/** What this file alone says of a query that its callers decide. */
const here = ({ findings: [first] }: JudgedSite): string => (first ? `${first.refusal.message}: ${first.refusal.why}` : '');

const report = (context: Context, site: JudgedSite): void => {
  const { last, findings } = site;
  const loc = locOf(findings[0] ?? site);
  const [found] = last?.findings ?? [];
  if (found) context.report({ loc, messageId: 'refused', data: { day: last?.day ?? '', message: found.message, why: found.why, rule: found.rule } });
  else context.report({ loc, messageId: 'unchecked', data: { here: here(site) } });
};

/** Proved at the last check, or nothing here speaks against it and nothing was ever found. What the file shows by itself other rules report. */
const isQuiet = ({ decidedBy, last, findings }: JudgedSite): boolean =>
  decidedBy === 'file' ? findings.length > 0 || !last?.findings.length : last ? last.findings.length === 0 : findings.length === 0;

export default defineRule({
  id: 'pending-query',
  description: 'Report a query that its callers decide and that `tenantscope check` has refused or not judged yet',
  messages: {
    refused: 'Who calls this decides whose rows it reaches; at the last check ({{day}}): {{message}}: {{why}} ({{rule}}).',
    unchecked: 'Pending: who calls this decides whose rows it reaches, and `tenantscope check` has not judged it yet. In this file: {{here}}.',
  },
  create: (context, { sites }) => ({
    Program: () => {
      for (const site of sites) if (!isQuiet(site)) report(context, site);
    },
  }),
});
