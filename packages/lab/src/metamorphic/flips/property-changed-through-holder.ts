import { untrustedRewrite } from '../value.ts';

/** The object is changed through another one that holds it. */
export default untrustedRewrite({
  id: 'property-changed-through-holder',
  atLeast: 60,
  statements: (tenant) => `const own_ = { tenant: ${tenant} };\nconst change_ = { held: own_ };\nchange_.held.tenant = metamorphicRequest.body.tenantId;`,
  instead: () => 'own_.tenant',
});
