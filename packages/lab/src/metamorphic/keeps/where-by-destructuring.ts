import { detachedRewrite } from '../detach.ts';

/** The query goes through a tuple and is taken out by destructuring. */
export default detachedRewrite({
  id: 'where-by-destructuring',
  effect: 'keeps',
  atLeast: 60,
  statements: (where) => `const pair_ = [q_${where}] as const;\nconst [first_] = pair_;\nq_ = first_;`,
});
