import { predicateRewrite } from '../predicate.ts';

/** AND becomes OR with a condition that has nothing to do with the row. */
export default predicateRewrite({
  id: 'or-flag',
  effect: 'flips',
  atLeast: 60,
  phrase: {
    builder: (eb, c, v) => `${eb}.or([${eb}(${c}, '=', ${v}), ${eb}.val(metamorphicFlag)])`,
    text: (c, v) => `(${c} = ${v} or current_user = 'admin')`,
  },
});
