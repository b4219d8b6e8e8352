import { predicateRewrite } from '../predicate.ts';

/** The condition in a fragment of its own. */
export default predicateRewrite({
  id: 'template-fragment',
  effect: 'keeps',
  atLeast: 20,
  phrase: {
    builder: () => undefined,
    text: (c, v) => (v.startsWith('${') ? `\${sql\`${c} = ${v}\`}` : undefined),
  },
});
