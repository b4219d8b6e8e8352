import { insertAt } from '../edit.ts';
import { textRewrite } from '../text.ts';

/** The text is cut in two at a space, and put together with `+`. */
export default textRewrite({
  id: 'text-concatenated',
  effect: 'keeps',
  atLeast: 15,
  edits: ({ text }) => {
    const file = text.getSourceFile();
    const source = text.getText(file);
    const cut = source.indexOf(' where ') + 1 || source.indexOf(' ') + 1;
    const opened = source.slice(0, cut).split('${').length - 1;
    const quote = source.charAt(0);
    return cut === 0 || opened > 0 ? undefined : [insertAt(file, text.getStart(file) + cut, `${quote} + ${quote}`)];
  },
});
