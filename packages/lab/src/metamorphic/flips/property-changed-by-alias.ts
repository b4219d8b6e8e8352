import { untrustedRewrite } from '../value.ts';

/** The object is changed under another name. */
export default untrustedRewrite({
  id: 'property-changed-by-alias',
  atLeast: 60,
  statements: (tenant) => `const own_ = { tenant: ${tenant} };\nconst change_ = own_;\nchange_.tenant = metamorphicRequest.body.tenantId;`,
  instead: () => 'own_.tenant',
});
