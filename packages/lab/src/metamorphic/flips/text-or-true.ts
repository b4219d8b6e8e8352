import { insertAt } from '../edit.ts';
import { textRewrite } from '../text.ts';

/** `or` after the whole condition: AND binds tighter. */
export default textRewrite({
  id: 'text-or-true',
  effect: 'flips',
  atLeast: 8,
  edits: ({ text }) => {
    const source = text.getText();
    if (!/\bwhere\b/i.test(source) || /\b(order|group|having|limit|returning|conflict|union)\b/i.test(source) || source.lastIndexOf('where') < source.lastIndexOf('(select')) return undefined;
    return [insertAt(text.getSourceFile(), text.end - 1, ' or 1 = 1')];
  },
});
