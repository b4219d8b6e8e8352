import { predicateRewrite } from '../predicate.ts';

/** The column is compared with itself. */
export default predicateRewrite({
  id: 'self-comparison',
  effect: 'flips',
  atLeast: 60,
  phrase: {
    builder: (eb, c) => `${eb}(${c}, '=', ${eb}.ref(${c}))`,
    text: (c) => `${c} = ${c}`,
  },
});
