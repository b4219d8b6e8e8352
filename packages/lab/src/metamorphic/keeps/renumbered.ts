import { replace, textOf } from '../edit.ts';
import { textRewrite } from '../text.ts';

/** Placeholders and values in the other order. */
export default textRewrite({
  id: 'renumbered',
  effect: 'keeps',
  atLeast: 15,
  edits: ({ text, values }) => {
    const n = values?.elements.length ?? 0;
    const source = textOf(text);
    if (!values || n < 2 || source.includes('$$')) return undefined;
    return [replace(text, source.replace(/\$(\d+)/g, (_, i: string) => `$${n + 1 - Number(i)}`)), replace(values, `[${values.elements.map((v) => textOf(v)).reverse().join(', ')}]`)];
  },
});
