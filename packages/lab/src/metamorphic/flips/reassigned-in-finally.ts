import { untrustedRewrite } from '../value.ts';

/** `finally` replaces the trusted value. */
export default untrustedRewrite({
  id: 'reassigned-in-finally',
  atLeast: 60,
  statements: (tenant) => `let tenant_ = ${tenant};\ntry { metamorphicWork(); } finally { tenant_ = metamorphicRequest.body.tenantId; }`,
  instead: () => 'tenant_',
});
