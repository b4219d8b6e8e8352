import { untrustedRewrite } from '../value.ts';

/** A function that is called in between replaces the trusted value. */
export default untrustedRewrite({
  id: 'reassigned-in-closure',
  atLeast: 60,
  statements: (tenant) => `let tenant_ = ${tenant};\nconst change_ = () => { tenant_ = metamorphicRequest.body.tenantId; };\nchange_();`,
  instead: () => 'tenant_',
});
