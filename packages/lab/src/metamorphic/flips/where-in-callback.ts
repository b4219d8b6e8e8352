import { detachedRewrite } from '../detach.ts';

/** A callback that may never run. */
export default detachedRewrite({
  id: 'where-in-callback',
  effect: 'flips',
  atLeast: 40,
  statements: (where) => `metamorphicItems.forEach(() => { q_ = q_${where}; });`,
});
