import { replace, textOf } from '../edit.ts';
import { before } from '../hoist.ts';
import { textRewrite } from '../text.ts';

/** The values are pushed to a list one after the other. */
export default textRewrite({
  id: 'values-pushed',
  effect: 'keeps',
  atLeast: 15,
  edits: ({ values }, site) => {
    if (!values || values.elements.length === 0) return undefined;
    const name = `values_${site.id}`;
    const statements = before(site.chain, `const ${name}: unknown[] = [];\n${values.elements.map((v) => `${name}.push(${textOf(v)});`).join('\n')}`);
    return statements && [...statements, replace(values, name)];
  },
});
