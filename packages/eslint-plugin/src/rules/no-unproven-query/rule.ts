import { findingRule } from '../../session/finding-rule.ts';

export default findingRule({
  id: 'no-unproven-query',
  description: 'Disallow a query of which it cannot be proved that it stays inside one tenant',
  covers: (rule) => rule.startsWith('unproven-'),
});
