import { detachedRewrite } from '../detach.ts';

/** A getter adds the condition. */
export default detachedRewrite({
  id: 'where-by-getter',
  effect: 'keeps',
  atLeast: 60,
  statements: (where) => `const wrapper_ = { get scoped() { return q_${where}; } };\nconst scoped_ = wrapper_.scoped;\nq_ = scoped_;`,
});
