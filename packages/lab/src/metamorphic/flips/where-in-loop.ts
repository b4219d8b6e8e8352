import { detachedRewrite } from '../detach.ts';

/** The loop may have no turn. */
export default detachedRewrite({
  id: 'where-in-loop',
  effect: 'flips',
  atLeast: 40,
  statements: (where) => `for (const item of metamorphicItems) { metamorphicWork(); if (item !== "") q_ = q_${where}; }`,
});
