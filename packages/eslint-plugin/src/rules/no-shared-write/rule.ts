import { findingRule } from '../../session/finding-rule.ts';

export default findingRule({
  id: 'no-shared-write',
  description: 'Disallow a write to a table whose rows are the same for everyone',
  covers: (rule) => rule === 'no-shared-write',
});
