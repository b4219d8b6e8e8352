import { predicateRewrite } from '../predicate.ts';

/** AND TRUE. */
export default predicateRewrite({
  id: 'and-true',
  effect: 'keeps',
  atLeast: 100,
  phrase: {
    builder: (eb, c, v) => `${eb}.and([${eb}.lit(true), ${eb}(${c}, '=', ${v})])`,
    text: (c, v) => `(true and ${c} = ${v})`,
  },
});
