import { predicateRewrite } from '../predicate.ts';

/** The value comes out of a function. */
export default predicateRewrite({
  id: 'value-from-call',
  effect: 'keeps',
  atLeast: 100,
  phrase: {
    builder: (eb, c, v) => `${eb}(${c}, '=', (() => ${v})())`,
    text: () => undefined,
  },
});
