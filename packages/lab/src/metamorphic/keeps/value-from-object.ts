import { predicateRewrite } from '../predicate.ts';

/** The value goes through an object. */
export default predicateRewrite({
  id: 'value-from-object',
  effect: 'keeps',
  atLeast: 100,
  phrase: {
    builder: (eb, c, v) => `${eb}(${c}, '=', { tenant: ${v} }.tenant)`,
    text: () => undefined,
  },
});
