import { untrustedRewrite } from '../value.ts';

/** A method changes a field of its instance. */
export default untrustedRewrite({
  id: 'field-changed-by-method',
  atLeast: 60,
  statements: (tenant) => `const own_ = new (class { tenant = ${tenant}; change(to: any) { this.tenant = to; } })();\nown_.change(metamorphicRequest.body.tenantId);`,
  instead: () => 'own_.tenant',
});
