import { detachedRewrite } from '../detach.ts';

/** Another variable gets the narrowed query. */
export default detachedRewrite({
  id: 'where-of-other-query',
  effect: 'flips',
  atLeast: 40,
  statements: (where) => `const other_ = q_;\nconst scoped_ = other_${where};\nvoid scoped_;`,
});
