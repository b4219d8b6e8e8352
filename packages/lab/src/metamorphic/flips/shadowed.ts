import { untrustedRewrite } from '../value.ts';

/** A parameter of the same name hides the trusted variable. */
export default untrustedRewrite({
  id: 'shadowed',
  atLeast: 60,
  statements: (tenant) => `const tenant_ = ((own_: typeof ${tenant}) => own_)(metamorphicRequest.params['tenantId'] as typeof ${tenant});`,
  instead: () => 'tenant_',
});
