import { detachedRewrite } from '../detach.ts';

/** A parameter with a default. */
export default detachedRewrite({
  id: 'where-with-default',
  effect: 'keeps',
  atLeast: 60,
  statements: (where) => `const scope_ = (query: typeof q_ = q_) => query${where};\nq_ = scope_();`,
});
