import { replace, textOf } from '../edit.ts';
import { textRewrite } from '../text.ts';

/** The values in the other order, the placeholders as they were: the tenant stands where something else belongs. */
export default textRewrite({
  id: 'values-swapped',
  effect: 'flips',
  atLeast: 8,
  edits: ({ text, values }) => {
    const tenants = values?.elements.filter((v) => /tenant/i.test(textOf(v))).length ?? 0;
    if (!values || tenants !== 1 || values.elements.length % 2 === 1) return undefined;
    return /tenant_id/.test(textOf(text)) ? [replace(values, `[${values.elements.map((v) => textOf(v)).reverse().join(', ')}]`)] : undefined;
  },
});
