import { detachedRewrite } from '../detach.ts';

/** A method of an object adds the condition. */
export default detachedRewrite({
  id: 'where-by-method',
  effect: 'keeps',
  atLeast: 60,
  statements: (where) => `const scope_ = { apply: (query: typeof q_) => query${where} };\nq_ = scope_.apply(q_);`,
});
