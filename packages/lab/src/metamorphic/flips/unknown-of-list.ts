import { untrustedRewrite } from '../value.ts';

/** An element of a list by an index nobody knows. */
export default untrustedRewrite({
  id: 'unknown-of-list',
  atLeast: 60,
  instead: (tenant) => `[${tenant}, metamorphicRequest.body.tenantId][metamorphicItems.length]!`,
});
