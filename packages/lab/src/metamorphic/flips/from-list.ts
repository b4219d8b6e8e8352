import { untrustedRewrite } from '../value.ts';

/** A string from nowhere, cast. */
export default untrustedRewrite({
  id: 'from-list',
  atLeast: 60,
  instead: (tenant) => `(metamorphicItems[0] as typeof ${tenant})`,
});
