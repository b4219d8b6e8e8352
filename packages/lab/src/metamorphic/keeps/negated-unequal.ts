import { predicateRewrite } from '../predicate.ts';

/** De Morgan on one condition: NOT (a <> b) is a = b. */
export default predicateRewrite({
  id: 'negated-unequal',
  effect: 'keeps',
  atLeast: 100,
  phrase: {
    builder: (eb, c, v) => `${eb}.not(${eb}(${c}, '!=', ${v}))`,
    text: (c, v) => `not (${c} <> ${v})`,
  },
});
