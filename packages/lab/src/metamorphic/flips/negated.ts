import { predicateRewrite } from '../predicate.ts';

/** NOT around the condition. */
export default predicateRewrite({
  id: 'negated',
  effect: 'flips',
  atLeast: 60,
  phrase: {
    builder: (eb, c, v) => `${eb}.not(${eb}(${c}, '=', ${v}))`,
    text: (c, v) => `not (${c} = ${v})`,
  },
});
