import { untrustedRewrite } from '../value.ts';

/** The tenant of the body out of a promise. */
export default untrustedRewrite({
  id: 'awaited',
  atLeast: 60,
  instead: (tenant) => `(await Promise.resolve(metamorphicRequest.body.tenantId as typeof ${tenant}))`,
});
