import { untrustedRewrite } from '../value.ts';

/** A generator yields something else. */
export default untrustedRewrite({
  id: 'generator',
  atLeast: 60,
  statements: (tenant) => `const pick_ = function* (): Generator<typeof ${tenant}> { yield metamorphicRequest.body.tenantId; };\nconst tenant_ = [...pick_()][0]!;`,
  instead: () => 'tenant_',
});
