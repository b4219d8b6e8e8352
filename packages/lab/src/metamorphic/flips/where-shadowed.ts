import { detachedRewrite } from '../detach.ts';

/** A variable of the same name in an inner block. */
export default detachedRewrite({
  id: 'where-shadowed',
  effect: 'flips',
  atLeast: 40,
  statements: (where) => `const base_ = q_;\n{ let q_ = base_;\n q_ = q_${where}; }`,
});
