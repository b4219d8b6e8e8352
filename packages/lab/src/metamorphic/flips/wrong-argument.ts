import { untrustedRewrite } from '../value.ts';

/** A function gives back its other argument. */
export default untrustedRewrite({
  id: 'wrong-argument',
  atLeast: 60,
  statements: (tenant) => `const pick_ = (first: typeof ${tenant}, second: typeof ${tenant}) => (first === second ? first : second);`,
  instead: (tenant) => `pick_(${tenant}, metamorphicRequest.body.tenantId)`,
});
