import { replace } from '../edit.ts';
import { textRewrite } from '../text.ts';

/** The text as lines that are joined. */
export default textRewrite({
  id: 'text-joined',
  effect: 'keeps',
  atLeast: 15,
  edits: ({ text }) => {
    const source = text.getText();
    const quote = source.charAt(0);
    const cut = source.indexOf(' where ');
    if (cut < 0 || source.includes('${')) return undefined;
    return [replace(text, `[${source.slice(0, cut)}${quote}, ${quote}${source.slice(cut + 1)}].join(' ')`)];
  },
});
