import { untrustedRewrite } from '../value.ts';

/** A value of type any, by a parameter with the right type. */
export default untrustedRewrite({
  id: 'from-any-argument',
  atLeast: 60,
  statements: (tenant) => `const pick_ = (chosen: typeof ${tenant}): typeof ${tenant} => chosen;`,
  instead: () => 'pick_(metamorphicAny)',
});
