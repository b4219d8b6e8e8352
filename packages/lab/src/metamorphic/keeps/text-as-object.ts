import { replaceBetween, textOf } from '../edit.ts';
import { textRewrite } from '../text.ts';

/** `query({ text, values })` instead of `query(text, values)`. */
export default textRewrite({
  id: 'text-as-object',
  effect: 'keeps',
  atLeast: 15,
  edits: ({ call, text }) =>
    call.arguments[0] === text ? [replaceBetween(text.getSourceFile(), text.getStart(), call.arguments.end, `{ text: ${textOf(text)}, values: ${call.arguments[1] ? textOf(call.arguments[1]) : '[]'} }`)] : undefined,
});
