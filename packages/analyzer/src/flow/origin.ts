import type { ts } from 'ts-morph';

/** An expression as people read it, on one line and not too long. */
export const spelled = (node: ts.Node): string => {
  if (node.pos < 0) return 'a value';
  const text = node.getText().replace(/\s+/g, ' ');
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
};
