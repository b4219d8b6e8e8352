import { predicateRewrite } from '../predicate.ts';

/** Every tenant but this one. */
export default predicateRewrite({
  id: 'unequal',
  effect: 'flips',
  atLeast: 60,
  phrase: {
    builder: (eb, c, v) => `${eb}(${c}, '!=', ${v})`,
    text: (c, v) => `${c} <> ${v}`,
  },
});
