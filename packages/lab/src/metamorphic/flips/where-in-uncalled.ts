import { detachedRewrite } from '../detach.ts';

/** A function adds the condition, and is called only sometimes. */
export default detachedRewrite({
  id: 'where-in-uncalled',
  effect: 'flips',
  atLeast: 40,
  statements: (where) => `const scope_ = () => { q_ = q_${where}; };\nif (metamorphicFlag) scope_();`,
});
