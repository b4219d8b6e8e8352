import { untrustedRewrite } from '../value.ts';

/** The constructor is given something else. */
export default untrustedRewrite({
  id: 'field-given',
  atLeast: 60,
  statements: (tenant) => `const own_ = new (class { constructor(readonly tenant: typeof ${tenant}) {} })(metamorphicRequest.body.tenantId);`,
  instead: () => 'own_.tenant',
});
