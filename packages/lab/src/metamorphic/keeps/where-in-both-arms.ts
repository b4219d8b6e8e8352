import { detachedRewrite } from '../detach.ts';

/** The condition in both arms of a conditional expression. */
export default detachedRewrite({
  id: 'where-in-both-arms',
  effect: 'keeps',
  atLeast: 60,
  statements: (where) => `q_ = metamorphicFlag ? q_${where} : q_${where};`,
});
