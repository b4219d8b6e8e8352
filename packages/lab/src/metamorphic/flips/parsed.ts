import { untrustedRewrite } from '../value.ts';

/** The tenant of parsed text. */
export default untrustedRewrite({
  id: 'parsed',
  atLeast: 60,
  instead: (tenant) => `(JSON.parse(metamorphicRequest.body) as { tenant: typeof ${tenant} }).tenant`,
});
