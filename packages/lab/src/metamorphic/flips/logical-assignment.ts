import { untrustedRewrite } from '../value.ts';

/** `&&=` replaces the trusted value. */
export default untrustedRewrite({
  id: 'logical-assignment',
  atLeast: 60,
  statements: (tenant) => `let tenant_ = ${tenant};\ntenant_ &&= metamorphicRequest.body.tenantId;`,
  instead: () => 'tenant_',
});
