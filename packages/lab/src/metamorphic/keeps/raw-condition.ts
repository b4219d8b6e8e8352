import { predicateRewrite } from '../predicate.ts';

/** The condition as raw SQL. */
export default predicateRewrite({
  id: 'raw-condition',
  effect: 'keeps',
  atLeast: 60,
  phrase: {
    builder: (_eb, c, v) => `metamorphicSql<boolean>\`${c.slice(1, -1)} = \${${v}}\``,
    text: () => undefined,
  },
});
