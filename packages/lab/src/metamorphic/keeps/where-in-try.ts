import { detachedRewrite } from '../detach.ts';

/** Whatever is thrown leaves the function. */
export default detachedRewrite({
  id: 'where-in-try',
  effect: 'keeps',
  atLeast: 60,
  statements: (where) => `try { q_ = q_${where}; metamorphicWork(); } catch (error) { throw error; }`,
});
