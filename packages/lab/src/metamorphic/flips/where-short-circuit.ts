import { detachedRewrite } from '../detach.ts';

/** The assignment may not happen. */
export default detachedRewrite({
  id: 'where-short-circuit',
  effect: 'flips',
  atLeast: 40,
  statements: (where) => `metamorphicFlag && (q_ = q_${where});`,
});
