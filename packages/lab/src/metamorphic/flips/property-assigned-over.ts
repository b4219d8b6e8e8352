import { untrustedRewrite } from '../value.ts';

/** `Object.assign` changes the property. */
export default untrustedRewrite({
  id: 'property-assigned-over',
  atLeast: 60,
  statements: (tenant) => `const own_ = { tenant: ${tenant} };\nObject.assign(own_, metamorphicRequest.body);`,
  instead: () => 'own_.tenant',
});
