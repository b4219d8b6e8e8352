import { predicateRewrite } from '../predicate.ts';

/** A CASE whose arms say the same. */
export default predicateRewrite({
  id: 'case-else-true',
  effect: 'flips',
  atLeast: 60,
  phrase: {
    builder: (eb, c, v) => `(${eb}.case().when(${c}, '=', ${v}).then(true).else(${eb}.lit(true)).end() as never)`,
    text: (c, v) => `case when ${c} = ${v} then true else true end`,
  },
});
