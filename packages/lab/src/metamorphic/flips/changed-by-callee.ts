import { untrustedRewrite } from '../value.ts';

/** A function that was declared in between changes the object. */
export default untrustedRewrite({
  id: 'changed-by-callee',
  atLeast: 60,
  statements: (tenant) => `const own_ = { tenant: ${tenant} };\nfunction change_() { own_.tenant = metamorphicRequest.body.tenantId; }\nchange_();`,
  instead: () => 'own_.tenant',
});
