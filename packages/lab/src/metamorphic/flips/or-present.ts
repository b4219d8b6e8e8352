import { predicateRewrite } from '../predicate.ts';

/** AND becomes OR with something every row meets. */
export default predicateRewrite({
  id: 'or-present',
  effect: 'flips',
  atLeast: 60,
  phrase: {
    builder: (eb, c, v) => `${eb}.or([${eb}(${c}, '=', ${v}), ${eb}(${c}, 'is not', null)])`,
    text: (c, v) => `(${c} = ${v} or ${c} is not null)`,
  },
});
