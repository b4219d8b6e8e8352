import { detachedRewrite } from '../detach.ts';

/** The loop may be left before. */
export default detachedRewrite({
  id: 'where-after-break',
  effect: 'flips',
  atLeast: 40,
  statements: (where) => `for (;;) { if (metamorphicFlag) break; q_ = q_${where}; break; }`,
});
