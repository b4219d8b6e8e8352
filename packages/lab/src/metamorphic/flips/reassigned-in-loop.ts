import { untrustedRewrite } from '../value.ts';

/** A loop replaces the trusted value. */
export default untrustedRewrite({
  id: 'reassigned-in-loop',
  atLeast: 60,
  statements: (tenant) => `let tenant_ = ${tenant};\nfor (const item of metamorphicItems) tenant_ = item as typeof ${tenant};`,
  instead: () => 'tenant_',
});
