import { predicateRewrite } from '../predicate.ts';

/** A comment before the condition. */
export default predicateRewrite({
  id: 'commented',
  effect: 'keeps',
  atLeast: 20,
  phrase: {
    builder: () => undefined,
    text: (c, v) => `/* or true */ ${c} = ${v}`,
  },
});
