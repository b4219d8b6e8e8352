import { replace, textOf } from '../edit.ts';
import { before } from '../hoist.ts';
import { textRewrite } from '../text.ts';

/** Text and values in variables. */
export default textRewrite({
  id: 'text-in-variables',
  effect: 'keeps',
  atLeast: 15,
  edits: ({ text, values }, site) => {
    const statements = before(site.chain, `const text_${site.id} = ${textOf(text)};\nconst values_${site.id} = ${values ? textOf(values) : '[]'};`);
    return statements && [...statements, replace(text, `text_${site.id}`), ...(values ? [replace(values, `values_${site.id}`)] : [])];
  },
});
