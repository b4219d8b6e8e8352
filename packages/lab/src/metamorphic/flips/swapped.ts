import { untrustedRewrite } from '../value.ts';

/** Two variables are exchanged. */
export default untrustedRewrite({
  id: 'swapped',
  atLeast: 60,
  statements: (tenant) => `let tenant_ = ${tenant};\nlet pick_ = metamorphicRequest.body.tenantId;\n[tenant_, pick_] = [pick_, tenant_];`,
  instead: () => 'tenant_',
});
