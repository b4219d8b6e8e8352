import { predicateRewrite } from '../predicate.ts';

/** The value goes through a list. */
export default predicateRewrite({
  id: 'value-from-list',
  effect: 'keeps',
  atLeast: 100,
  phrase: {
    builder: (eb, c, v) => `${eb}(${c}, '=', [${v}][0]!)`,
    text: () => undefined,
  },
});
