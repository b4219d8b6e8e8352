import { untrustedRewrite } from '../value.ts';

/** A value of type any, by a variable with the right type. */
export default untrustedRewrite({
  id: 'from-any',
  atLeast: 60,
  statements: (tenant) => `const tenant_: typeof ${tenant} = metamorphicAny;`,
  instead: () => 'tenant_',
});
