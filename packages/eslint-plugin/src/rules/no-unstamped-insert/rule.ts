import { findingRule } from '../../session/finding-rule.ts';

export default findingRule({
  id: 'no-unstamped-insert',
  description: 'Disallow an insert whose rows do not carry the tenant',
  hasSuggestions: true,
  covers: (rule) => rule === 'no-unstamped-insert',
});
