import { untrustedRewrite } from '../value.ts';

/** Something is put before the trusted element. */
export default untrustedRewrite({
  id: 'element-unshifted',
  atLeast: 60,
  statements: (tenant) => `const own_ = [${tenant}];\nown_.unshift(metamorphicRequest.body.tenantId);`,
  instead: () => 'own_[0]!',
});
