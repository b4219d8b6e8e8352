import { untrustedRewrite } from '../value.ts';

/** The handler of an exception replaces the trusted value. */
export default untrustedRewrite({
  id: 'reassigned-in-catch',
  atLeast: 60,
  statements: (tenant) => `let tenant_ = ${tenant};\ntry { metamorphicWork(); } catch { tenant_ = metamorphicRequest.body.tenantId; }`,
  instead: () => 'tenant_',
});
