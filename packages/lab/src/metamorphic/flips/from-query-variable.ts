import { untrustedRewrite } from '../value.ts';

/** The tenant of the query string, by a variable with the right type. */
export default untrustedRewrite({
  id: 'from-query-variable',
  atLeast: 60,
  statements: (tenant) => `const tenant_: typeof ${tenant} = metamorphicRequest.query['tenant'] as never;`,
  instead: () => 'tenant_',
});
