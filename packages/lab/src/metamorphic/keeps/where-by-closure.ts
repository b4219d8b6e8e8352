import { detachedRewrite } from '../detach.ts';

/** A closure adds the condition. */
export default detachedRewrite({
  id: 'where-by-closure',
  effect: 'keeps',
  atLeast: 60,
  statements: (where) => `const scope_ = () => q_${where};\nq_ = scope_();`,
});
