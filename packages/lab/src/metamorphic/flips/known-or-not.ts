import { predicateRewrite } from '../predicate.ts';

/** Whether the comparison has an answer, not which. */
export default predicateRewrite({
  id: 'known-or-not',
  effect: 'flips',
  atLeast: 60,
  phrase: {
    builder: (eb, c, v) => `${eb}(${eb}(${c}, '=', ${v}), 'is not', null)`,
    text: (c, v) => `(${c} = ${v}) is not null`,
  },
});
