import { untrustedRewrite } from '../value.ts';

/** A string, cast to never, by a variable with the right type. */
export default untrustedRewrite({
  id: 'from-never',
  atLeast: 60,
  statements: (tenant) => `const tenant_: typeof ${tenant} = metamorphicText as never;`,
  instead: () => 'tenant_',
});
