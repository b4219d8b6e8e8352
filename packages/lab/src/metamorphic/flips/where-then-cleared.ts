import { detachedRewrite } from '../detach.ts';

/** The conditions are removed again. */
export default detachedRewrite({
  id: 'where-then-cleared',
  effect: 'flips',
  atLeast: 40,
  statements: (where) => `q_ = q_${where};\nif (metamorphicFlag) q_ = q_.clearWhere();`,
});
