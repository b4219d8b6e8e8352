import { detachedRewrite } from '../detach.ts';

/** The condition under `if (true)`. */
export default detachedRewrite({
  id: 'where-if-true',
  effect: 'keeps',
  atLeast: 60,
  statements: (where) => `if (true) q_ = q_${where};`,
});
