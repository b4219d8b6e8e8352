import { untrustedRewrite } from '../value.ts';

/** The trusted value is replaced in one branch. */
export default untrustedRewrite({
  id: 'reassigned-if-flag',
  atLeast: 60,
  statements: (tenant) => `let tenant_ = ${tenant};\nif (metamorphicFlag) tenant_ = metamorphicRequest.body.tenantId;`,
  instead: () => 'tenant_',
});
