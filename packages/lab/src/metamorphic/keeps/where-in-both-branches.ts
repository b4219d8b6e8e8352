import { detachedRewrite } from '../detach.ts';

/** The condition in both branches. */
export default detachedRewrite({
  id: 'where-in-both-branches',
  effect: 'keeps',
  atLeast: 60,
  statements: (where) => `if (metamorphicFlag) { q_ = q_${where}; } else { metamorphicWork(); q_ = q_${where}; }`,
});
