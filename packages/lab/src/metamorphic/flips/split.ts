import { untrustedRewrite } from '../value.ts';

/** The tenant of a host name. */
export default untrustedRewrite({
  id: 'split',
  atLeast: 60,
  instead: (tenant) => `(metamorphicRequest.headers['host']!.split('.')[0] as typeof ${tenant})`,
});
