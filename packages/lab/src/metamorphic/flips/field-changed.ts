import { untrustedRewrite } from '../value.ts';

/** A field of an instance is changed. */
export default untrustedRewrite({
  id: 'field-changed',
  atLeast: 60,
  statements: (tenant) => `const own_ = new (class { tenant = ${tenant}; })();\nown_.tenant = metamorphicRequest.body.tenantId;`,
  instead: () => 'own_.tenant',
});
