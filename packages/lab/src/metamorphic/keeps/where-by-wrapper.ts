import { detachedRewrite } from '../detach.ts';

/** A class keeps the query in a field and adds the condition. */
export default detachedRewrite({
  id: 'where-by-wrapper',
  effect: 'keeps',
  atLeast: 60,
  statements: (where) => `const wrapper_ = new (class { constructor(readonly query: typeof q_) {} scoped() { return this.query${where}; } })(q_);\nq_ = wrapper_.scoped();`,
});
