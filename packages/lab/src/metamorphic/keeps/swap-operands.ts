import { predicateRewrite } from '../predicate.ts';

/** The value stands first. */
export default predicateRewrite({
  id: 'swap-operands',
  effect: 'keeps',
  atLeast: 100,
  phrase: {
    builder: (eb, c, v) => `${eb}(${eb}.val(${v}), '=', ${eb}.ref(${c}))`,
    text: (c, v) => `${v} = ${c}`,
  },
});
