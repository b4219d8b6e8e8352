import { detachedRewrite } from '../detach.ts';

/** An arrow adds the condition. */
export default detachedRewrite({
  id: 'where-by-arrow',
  effect: 'keeps',
  atLeast: 60,
  statements: (where) => `const scope_ = (query: typeof q_): typeof q_ => query${where};\nq_ = scope_(q_);`,
});
