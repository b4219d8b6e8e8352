import { untrustedRewrite } from '../value.ts';

/** A function gives back its argument instead of its default. */
export default untrustedRewrite({
  id: 'default-argument',
  atLeast: 60,
  statements: (tenant) => `const pick_ = (chosen = ${tenant}) => chosen;`,
  instead: () => `pick_(metamorphicRequest.body.tenantId)`,
});
