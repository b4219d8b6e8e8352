import { predicateRewrite } from '../predicate.ts';

/** The condition inside a comment. */
export default predicateRewrite({
  id: 'commented-out',
  effect: 'flips',
  atLeast: 20,
  phrase: {
    builder: () => undefined,
    text: (c, v) => `true /* and ${c} = ${v} */`,
  },
});
