import { untrustedRewrite } from '../value.ts';

/** The property that held the trusted value is changed. */
export default untrustedRewrite({
  id: 'property-changed',
  atLeast: 60,
  statements: (tenant) => `const own_ = { tenant: ${tenant} };\nown_.tenant = metamorphicRequest.body.tenantId;`,
  instead: () => 'own_.tenant',
});
