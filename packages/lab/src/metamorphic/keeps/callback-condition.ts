import { predicateRewrite } from '../predicate.ts';

/** The condition as a callback, or in parentheses. */
export default predicateRewrite({
  id: 'callback-condition',
  effect: 'keeps',
  atLeast: 100,
  phrase: {
    builder: (eb, c, v) => `${eb}(${c}, '=', ${v})`,
    text: (c, v) => `(${c} = ${v})`,
  },
});
