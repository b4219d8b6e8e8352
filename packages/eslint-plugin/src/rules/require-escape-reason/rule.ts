import { findingRule } from '../../session/finding-rule.ts';

export default findingRule({
  id: 'require-escape-reason',
  description: 'Require a declared cross-tenant query to say why, for which tables and on whose ticket',
  covers: (rule) => rule === 'no-undeclared-escape',
});
