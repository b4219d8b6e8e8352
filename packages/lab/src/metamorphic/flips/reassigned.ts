import { untrustedRewrite } from '../value.ts';

/** The trusted value is replaced in between. */
export default untrustedRewrite({
  id: 'reassigned',
  atLeast: 60,
  statements: (tenant) => `let tenant_ = ${tenant};\ntenant_ = metamorphicRequest.body.tenantId;`,
  instead: () => 'tenant_',
});
