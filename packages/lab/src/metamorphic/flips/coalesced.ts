import { predicateRewrite } from '../predicate.ts';

/** A missing tenant stands for the row's own. */
export default predicateRewrite({
  id: 'coalesced',
  effect: 'flips',
  atLeast: 60,
  phrase: {
    builder: (eb, c, v) => `${eb}(${c}, '=', ${eb}.fn.coalesce(${eb}.val(metamorphicFlag ? ${v} : null), ${eb}.ref(${c})))`,
    text: (c, v) => `${c} = coalesce(nullif(${v}, ${v}), ${c})`,
  },
});
