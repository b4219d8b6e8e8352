import { detachedRewrite } from '../detach.ts';

/** The condition in one arm of a conditional expression. */
export default detachedRewrite({
  id: 'where-in-one-arm',
  effect: 'flips',
  atLeast: 40,
  statements: (where) => `q_ = metamorphicFlag ? q_${where} : q_;`,
});
