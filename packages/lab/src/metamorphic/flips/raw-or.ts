import { predicateRewrite } from '../predicate.ts';

/** The condition as raw SQL with an OR and no parentheses. */
export default predicateRewrite({
  id: 'raw-or',
  effect: 'flips',
  atLeast: 60,
  phrase: {
    builder: (_eb, c, v) => `metamorphicSql<boolean>\`${c.slice(1, -1)} = \${${v}} or current_user = \${metamorphicText}\``,
    text: () => undefined,
  },
});
