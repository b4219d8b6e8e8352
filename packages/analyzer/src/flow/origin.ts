import type { ts } from 'ts-morph';

const spellings = new WeakMap<ts.Node, string>();

/** An expression as people read it, on one line and not too long. */
export const spelled = (node: ts.Node): string => {
  if (node.pos < 0) return 'a value';
  const known = spellings.get(node);
  if (known !== undefined) return known;
  const text = node.getText().replace(/\s+/g, ' ');
  const short = text.length <= 60 ? text : `${text.slice(0, 57)}…`;
  spellings.set(node, short);
  return short;
};
