import type { StatedSuppression } from '@tenantscope/core';
import { locOf } from '../../session/finding-rule.ts';
import { defineRule } from '../../session/rule.ts';

const hasProblem = (s: StatedSuppression): s is StatedSuppression & { readonly problem: NonNullable<StatedSuppression['problem']> } => s.problem !== undefined;

export default defineRule({
  id: 'invalid-suppression',
  description: 'Disallow a suppression that gives no reason, has expired, suppresses nothing or cannot be read',
  messages: { invalid: '{{message}}: {{why}}.' },
  create: (context, { suppressions }) => ({
    Program: () => {
      for (const { problem, ...place } of suppressions.filter(hasProblem))
        context.report({ loc: locOf(place), messageId: 'invalid', data: { message: problem.message, why: problem.why } });
    },
  }),
});
