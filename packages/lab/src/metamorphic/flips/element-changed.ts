import { untrustedRewrite } from '../value.ts';

/** The element that held the trusted value is replaced. */
export default untrustedRewrite({
  id: 'element-changed',
  atLeast: 60,
  statements: (tenant) => `const own_ = [${tenant}];\nown_[0] = metamorphicRequest.body.tenantId;`,
  instead: () => 'own_[0]!',
});
