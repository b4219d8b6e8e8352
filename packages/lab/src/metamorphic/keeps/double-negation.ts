import { predicateRewrite } from '../predicate.ts';

/** NOT NOT. */
export default predicateRewrite({
  id: 'double-negation',
  effect: 'keeps',
  atLeast: 100,
  phrase: {
    builder: (eb, c, v) => `${eb}.not(${eb}.not(${eb}(${c}, '=', ${v})))`,
    text: (c, v) => `not (not (${c} = ${v}))`,
  },
});
