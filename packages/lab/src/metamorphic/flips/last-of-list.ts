import { untrustedRewrite } from '../value.ts';

/** The last element of a list that was added to. */
export default untrustedRewrite({
  id: 'last-of-list',
  atLeast: 60,
  statements: (tenant) => `const own_ = [${tenant}];\nown_.push(metamorphicRequest.body.tenantId);`,
  instead: () => 'own_.at(-1)!',
});
