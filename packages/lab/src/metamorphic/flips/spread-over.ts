import { untrustedRewrite } from '../value.ts';

/** A spread of the body over the trusted property. */
export default untrustedRewrite({
  id: 'spread-over',
  atLeast: 60,
  instead: (tenant) => `({ tenant: ${tenant}, ...metamorphicRequest.body }).tenant`,
});
