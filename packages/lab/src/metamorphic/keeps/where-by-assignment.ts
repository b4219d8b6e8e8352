import { detachedRewrite } from '../detach.ts';

/** The condition in a statement of its own. */
export default detachedRewrite({
  id: 'where-by-assignment',
  effect: 'keeps',
  atLeast: 60,
  statements: (where) => `q_ = q_${where};`,
});
