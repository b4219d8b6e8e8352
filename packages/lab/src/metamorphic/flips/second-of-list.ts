import { untrustedRewrite } from '../value.ts';

/** The second element of a list whose first is trusted. */
export default untrustedRewrite({
  id: 'second-of-list',
  atLeast: 60,
  instead: (tenant) => `[${tenant}, metamorphicRequest.body.tenantId][1]!`,
});
