import { detachedRewrite } from '../detach.ts';

/** A list of one condition is applied in a loop. */
export default detachedRewrite({
  id: 'where-in-loop-over-one',
  effect: 'keeps',
  atLeast: 60,
  statements: (where) => `for (const scope_ of [(query: typeof q_) => query${where}]) q_ = scope_(q_);`,
});
