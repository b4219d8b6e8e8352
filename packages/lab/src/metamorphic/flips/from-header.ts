import { untrustedRewrite } from '../value.ts';

/** The tenant of a header, cast twice. */
export default untrustedRewrite({
  id: 'from-header',
  atLeast: 60,
  instead: (tenant) => `(metamorphicRequest.headers['x-tenant-id'] as unknown as typeof ${tenant})`,
});
