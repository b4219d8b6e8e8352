import { untrustedRewrite } from '../value.ts';

/** The tenant of the body on one of two paths. */
export default untrustedRewrite({
  id: 'from-session-or-body',
  atLeast: 60,
  instead: (tenant) => `(metamorphicFlag ? ${tenant} : metamorphicRequest.body.tenantId)`,
});
