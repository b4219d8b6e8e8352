import { detachedRewrite } from '../detach.ts';

/** The helper that adds the condition may be missing. */
export default detachedRewrite({
  id: 'where-optional-helper',
  effect: 'flips',
  atLeast: 40,
  statements: (where) => `const scope_ = metamorphicFlag ? (query: typeof q_) => query${where} : undefined;\nq_ = scope_?.(q_) ?? q_;`,
});
