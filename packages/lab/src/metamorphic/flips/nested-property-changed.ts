import { untrustedRewrite } from '../value.ts';

/** A property of a nested object is changed. */
export default untrustedRewrite({
  id: 'nested-property-changed',
  atLeast: 60,
  statements: (tenant) => `const own_ = { inner: { tenant: ${tenant} } };\nown_.inner.tenant = metamorphicRequest.body.tenantId;`,
  instead: () => 'own_.inner.tenant',
});
