import { predicateRewrite } from '../predicate.ts';

/** De Morgan: NOT (a <> b OR false). */
export default predicateRewrite({
  id: 'de-morgan',
  effect: 'keeps',
  atLeast: 100,
  phrase: {
    builder: (eb, c, v) => `${eb}.not(${eb}.or([${eb}(${c}, '!=', ${v}), ${eb}.lit(false)]))`,
    text: (c, v) => `not (${c} <> ${v} or false)`,
  },
});
