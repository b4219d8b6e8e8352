import { detachedRewrite } from '../detach.ts';

/** Builders are immutable: the narrowed one is thrown away. */
export default detachedRewrite({
  id: 'where-result-dropped',
  effect: 'flips',
  atLeast: 40,
  statements: (where) => `q_${where};`,
});
