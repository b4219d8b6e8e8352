import { detachedRewrite } from '../detach.ts';

/** A nested function adds the condition. */
export default detachedRewrite({
  id: 'where-by-function',
  effect: 'keeps',
  atLeast: 60,
  statements: (where) => `function scope_(query: typeof q_) { return query${where}; }\nq_ = scope_(q_);`,
});
