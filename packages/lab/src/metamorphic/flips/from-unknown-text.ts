import { untrustedRewrite } from '../value.ts';

/** A string, cast twice. */
export default untrustedRewrite({
  id: 'from-unknown-text',
  atLeast: 60,
  instead: (tenant) => `(metamorphicText as string as typeof ${tenant})`,
});
