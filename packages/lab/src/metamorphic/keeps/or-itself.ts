import { predicateRewrite } from '../predicate.ts';

/** The condition or itself. */
export default predicateRewrite({
  id: 'or-itself',
  effect: 'keeps',
  atLeast: 100,
  phrase: {
    builder: (eb, c, v) => `${eb}.or([${eb}(${c}, '=', ${v}), ${eb}(${c}, '=', ${v})])`,
    text: (c, v) => `(${c} = ${v} or ${c} = ${v})`,
  },
});
