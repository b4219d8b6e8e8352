import { predicateRewrite } from '../predicate.ts';

/** An order is no equality. */
export default predicateRewrite({
  id: 'at-least',
  effect: 'flips',
  atLeast: 60,
  phrase: {
    builder: (eb, c, v) => `${eb}(${c}, '>=', ${v})`,
    text: (c, v) => `${c} >= ${v}`,
  },
});
