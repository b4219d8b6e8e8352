import { detachedRewrite } from '../detach.ts';

/** The condition in one branch only. */
export default detachedRewrite({
  id: 'where-if-flag',
  effect: 'flips',
  atLeast: 40,
  statements: (where) => `if (metamorphicFlag) q_ = q_${where};`,
});
