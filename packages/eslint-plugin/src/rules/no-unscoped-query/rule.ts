import { findingRule } from '../../session/finding-rule.ts';

export default findingRule({
  id: 'no-unscoped-query',
  description: 'Disallow a query that reads or changes rows of other tenants',
  hasSuggestions: true,
  covers: (rule) => rule === 'no-unscoped-query',
});
