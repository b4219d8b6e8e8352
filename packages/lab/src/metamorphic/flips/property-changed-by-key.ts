import { untrustedRewrite } from '../value.ts';

/** The property is changed by a computed key. */
export default untrustedRewrite({
  id: 'property-changed-by-key',
  atLeast: 60,
  statements: (tenant) => `const own_: Record<string, typeof ${tenant}> = { tenant: ${tenant} };\nown_[metamorphicRequest.params['key'] ?? ''] = metamorphicRequest.body.value;`,
  instead: () => 'own_.tenant',
});
