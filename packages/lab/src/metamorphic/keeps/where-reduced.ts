import { detachedRewrite } from '../detach.ts';

/** A list of one condition is folded in. */
export default detachedRewrite({
  id: 'where-reduced',
  effect: 'keeps',
  atLeast: 60,
  statements: (where) => `q_ = [(query: typeof q_) => query${where}].reduce((query, scope_) => scope_(query), q_);`,
});
