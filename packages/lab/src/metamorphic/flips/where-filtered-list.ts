import { detachedRewrite } from '../detach.ts';

/** The list of conditions is filtered before it is folded in. */
export default detachedRewrite({
  id: 'where-filtered-list',
  effect: 'flips',
  atLeast: 40,
  statements: (where) => `q_ = [(query: typeof q_) => query${where}].filter(() => metamorphicFlag).reduce((query, scope_) => scope_(query), q_);`,
});
