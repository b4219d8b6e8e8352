import { findingRule } from '../../session/finding-rule.ts';

export default findingRule({
  id: 'no-tenant-reassignment',
  description: 'Disallow an update that moves rows to another tenant',
  covers: (rule) => rule === 'no-tenant-reassignment',
});
