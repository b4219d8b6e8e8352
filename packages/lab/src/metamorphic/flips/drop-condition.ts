import { predicateRewrite } from '../predicate.ts';

/** The condition that carries the tenant is gone. */
export default predicateRewrite({
  id: 'drop-condition',
  effect: 'flips',
  atLeast: 60,
  phrase: {
    builder: (eb) => `${eb}.lit(true)`,
    text: () => `true`,
  },
});
