import { readExpression } from '@tenantscope/core';
import { AST_NODE_TYPES as Kind, type TSESTree } from '@typescript-eslint/utils';
import { calleeOf, stringOf } from '../../syntax/expression.ts';

/** SQL text that stands in code, with `$1` or a name where values are put into it. */
export interface Fragment {
  readonly node: TSESTree.Expression;
  /** What makes it a fragment: `sql`. */
  readonly tag: TSESTree.Node;
  /** Where its text stands in the file, without the quotes. */
  readonly range: readonly [number, number];
  /** Readings of it: with parameters in its holes, and with names. */
  readonly texts: readonly string[];
}

const textsOf = ({ quasis }: TSESTree.TemplateLiteral): readonly string[] => {
  const cooked = quasis.map((q) => q.value.cooked);
  if (cooked.includes(null)) return [];
  const withHoles = (hole: (i: number) => string): string => cooked.map((text, i) => (i === 0 ? text : `${hole(i)}${text}`)).join('');
  return quasis.length === 1 ? [withHoles(String)] : [withHoles((i) => `$${i}`), withHoles((i) => `"hole ${i}"`)];
};

const inner = ({ range: [start, end] }: TSESTree.Node): readonly [number, number] => [start + 1, end - 1];

export const templateFragment = (node: TSESTree.TaggedTemplateExpression): Fragment => ({ node, tag: node.tag, range: inner(node.quasi), texts: textsOf(node.quasi) });

/** `sql.raw('…')` of a text without escapes, so that each character stands where it is. */
export const rawFragment = (node: TSESTree.CallExpression): Fragment | undefined => {
  const callee = calleeOf(node);
  const [text] = node.arguments;
  if (callee?.name !== 'raw' || !callee.receiver || !text || text.type === Kind.SpreadElement) return undefined;
  const value = stringOf(text);
  return value === undefined ? undefined : { node, tag: callee.receiver, range: inner(text), texts: [value] };
};

/** Whether `or` is what holds an expression together at its top: `and` before it then takes the first part only. */
const isBroken = (text: string): boolean => readExpression(`true and ${text}`).kind === 'or';

const isWhole = (text: string): boolean => readExpression(text).kind === 'or' && readExpression(`true and ${text}`).kind === 'and';

/** PostgreSQL's own grammar decides. What it cannot read is left to the prover. */
export const hasOpenOr = ({ texts }: Fragment): boolean => texts.some((t) => /\bor\b/i.test(t)) && texts.some(isBroken);

/** Whether parentheses around the text hold it together, as they do not where it ends in a comment. */
export const isMendedByParentheses = ({ texts }: Fragment): boolean => texts.some((t) => isWhole(`(${t.trim()})`));
