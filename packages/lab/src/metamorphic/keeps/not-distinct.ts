import { predicateRewrite } from '../predicate.ts';

/** IS NOT DISTINCT FROM, where neither side is ever NULL; a setting may be. */
export default predicateRewrite({
  id: 'not-distinct',
  effect: 'keeps',
  atLeast: 100,
  phrase: {
    builder: (eb, c, v) => `${eb}(${c}, 'is not distinct from', ${v})`,
    text: (c, v) => (v.startsWith('$') ? `${c} is not distinct from ${v}` : undefined),
  },
});
