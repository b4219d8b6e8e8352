import { predicateRewrite } from '../predicate.ts';

/** OR FALSE. */
export default predicateRewrite({
  id: 'or-false',
  effect: 'keeps',
  atLeast: 100,
  phrase: {
    builder: (eb, c, v) => `${eb}.or([${eb}(${c}, '=', ${v}), ${eb}.lit(false)])`,
    text: (c, v) => `(${c} = ${v} or false)`,
  },
});
