import type { TSESTree } from '@typescript-eslint/utils';
import { findingRule } from '../../session/finding-rule.ts';

export default findingRule({
  id: 'no-untrusted-tenant',
  description: 'Disallow a tenant that somebody other than the session has chosen, or that is only cast to be one',
  covers: (rule) => rule === 'no-untrusted-tenant',
  also: {
    messages: { cast: '`{{text}}` is only cast to {{type}}, which checks nothing: whoever chooses the value chooses whose rows are read and written.' },
    create: (context, { types }) => {
      const check = (node: TSESTree.TSAsExpression | TSESTree.TSTypeAssertion): void => {
        const forged = types.forgery(node);
        if (forged) context.report({ node, messageId: 'cast', data: { type: forged.type, text: forged.text } });
      };
      return { TSAsExpression: check, TSTypeAssertion: check };
    },
  },
});
