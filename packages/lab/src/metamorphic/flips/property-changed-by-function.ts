import { untrustedRewrite } from '../value.ts';

/** A function changes the object it was given. */
export default untrustedRewrite({
  id: 'property-changed-by-function',
  atLeast: 60,
  statements: (tenant) => `const own_ = { tenant: ${tenant} };\nconst change_ = (object: { tenant: typeof ${tenant} }) => { object.tenant = metamorphicRequest.body.tenantId; };\nchange_(own_);`,
  instead: () => 'own_.tenant',
});
