import { predicateRewrite } from '../predicate.ts';

/** A list of one value is that value. */
export default predicateRewrite({
  id: 'list-of-one',
  effect: 'keeps',
  atLeast: 100,
  phrase: {
    builder: (eb, c, v) => `${eb}(${c}, 'in', [${v}])`,
    text: (c, v) => `${c} in (${v})`,
  },
});
