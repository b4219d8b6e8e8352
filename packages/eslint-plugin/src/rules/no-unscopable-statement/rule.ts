import { findingRule } from '../../session/finding-rule.ts';

export default findingRule({
  id: 'no-unscopable-statement',
  description: 'Disallow a statement that acts on all tenants whatever it says',
  covers: (rule) => rule === 'no-unscopable-statement',
});
