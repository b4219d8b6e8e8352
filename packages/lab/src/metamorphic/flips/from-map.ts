import { untrustedRewrite } from '../value.ts';

/** The tenant goes through a map. */
export default untrustedRewrite({
  id: 'from-map',
  atLeast: 60,
  instead: (tenant) => `(new Map([['tenant', metamorphicRequest.body.tenantId as typeof ${tenant}]]).get('tenant')!)`,
});
