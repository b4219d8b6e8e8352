import { detachedRewrite } from '../detach.ts';

/** What is thrown before the assignment is swallowed. */
export default detachedRewrite({
  id: 'where-in-swallowed-try',
  effect: 'flips',
  atLeast: 40,
  statements: (where) => `try { metamorphicWork(); q_ = q_${where}; } catch { metamorphicWork(); }`,
});
