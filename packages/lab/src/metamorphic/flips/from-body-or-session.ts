import { untrustedRewrite } from '../value.ts';

/** The tenant of the body, where there is one. */
export default untrustedRewrite({
  id: 'from-body-or-session',
  atLeast: 60,
  instead: (tenant) => `(metamorphicRequest.body.tenantId ?? ${tenant})`,
});
