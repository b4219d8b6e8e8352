import { untrustedRewrite } from '../value.ts';

/** The tenant of the body, of type any. */
export default untrustedRewrite({
  id: 'from-body',
  atLeast: 60,
  instead: () => 'metamorphicRequest.body.tenantId',
});
