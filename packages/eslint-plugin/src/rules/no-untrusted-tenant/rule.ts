import { findingRule } from '../../session/finding-rule.ts';
import { type Cast, castFrom, mintedBy } from './cast.ts';

export default findingRule({
  id: 'no-untrusted-tenant',
  description: 'Disallow a tenant that somebody other than the session has chosen, or that is only cast to be one',
  covers: (rule) => rule === 'no-untrusted-tenant',
  also: {
    messages: { cast: '`{{text}}` is only cast to {{type}}, which checks nothing: whoever chooses the value chooses whose rows are read and written.' },
    create: (context, { types, file }) => {
      if (types.mints(file)) return {};
      const check = (node: Cast): void => {
        const type = mintedBy(types, node);
        if (type !== undefined) context.report({ node, messageId: 'cast', data: { type, text: context.sourceCode.getText(castFrom(types, node)) } });
      };
      return { TSAsExpression: check, TSTypeAssertion: check };
    },
  },
});
