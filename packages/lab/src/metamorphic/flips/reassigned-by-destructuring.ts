import { untrustedRewrite } from '../value.ts';

/** A destructuring assignment replaces the trusted value. */
export default untrustedRewrite({
  id: 'reassigned-by-destructuring',
  atLeast: 60,
  statements: (tenant) => `let tenant_ = ${tenant};\n({ tenantId: tenant_ } = metamorphicRequest.body);`,
  instead: () => 'tenant_',
});
