import { untrustedRewrite } from '../value.ts';

/** The trusted element is cut out of the list, and something put in. */
export default untrustedRewrite({
  id: 'element-spliced',
  atLeast: 60,
  statements: (tenant) => `const own_ = [${tenant}];\nown_.splice(0, 1, metamorphicRequest.body.tenantId);`,
  instead: () => 'own_[0]!',
});
