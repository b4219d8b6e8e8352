import { findingRule } from '../../session/finding-rule.ts';

export default findingRule({
  id: 'no-session-tenant-setting',
  description: 'Disallow a tenant that is set for the session, which the next user of a pooled connection inherits',
  covers: (rule) => rule === 'no-session-tenant-setting',
});
