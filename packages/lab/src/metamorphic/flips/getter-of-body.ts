import { untrustedRewrite } from '../value.ts';

/** A getter gives something else. */
export default untrustedRewrite({
  id: 'getter-of-body',
  atLeast: 60,
  statements: (tenant) => `const own_ = { get tenant(): typeof ${tenant} { return metamorphicRequest.body.tenantId; } };`,
  instead: () => 'own_.tenant',
});
