import { untrustedRewrite } from '../value.ts';

/** A callback replaces the trusted value. */
export default untrustedRewrite({
  id: 'reassigned-in-callback',
  atLeast: 60,
  statements: (tenant) => `let tenant_ = ${tenant};\nmetamorphicItems.forEach((item) => { tenant_ = item as typeof ${tenant}; });`,
  instead: () => 'tenant_',
});
