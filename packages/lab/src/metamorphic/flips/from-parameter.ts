import { untrustedRewrite } from '../value.ts';

/** The tenant of the URL, cast. */
export default untrustedRewrite({
  id: 'from-parameter',
  atLeast: 60,
  instead: (tenant) => `(metamorphicRequest.params['tenantId'] as typeof ${tenant})`,
});
