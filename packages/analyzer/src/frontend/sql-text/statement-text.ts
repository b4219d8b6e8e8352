import { ts } from '#compiler';
import { optionsOf, type Value } from '../../flow/value.ts';

const comment = String.raw`(?:--[^\n]*\n|/\*[\s\S]*?\*/)`;
const start = String.raw`select\b|insert\s+into\b|update\s+(?:only\s+)?["\w.]+\s+(?:as\s+\w+\s+|\w+\s+)?set\b|delete\s+from\b|merge\s+into\b|with\s+(?:recursive\s+)?["\w]+\s*(?:\([^)]*\)\s*)?as\b`;
const statement = new RegExp(String.raw`^(?:\s|${comment})*(?:${start})`, 'i');
const open = new RegExp(String.raw`^(?:\s|${comment})*update\s+$`, 'i');

/** Whether a literal or a template starts the way an SQL statement does: `select …`, `update ${table} set …`. */
export const isStatementText = (node: ts.Node | undefined): boolean => {
  if (!node) return false;
  if (ts.isStringLiteralLike(node)) return statement.test(node.text);
  if (!ts.isTemplateExpression(node)) return false;
  return statement.test(node.head.text) || (open.test(node.head.text) && /^\s+set\b/i.test(node.templateSpans[0]?.literal.text ?? ''));
};

/** The same of a value: of what is known of its text. */
export const isStatementValue = (value: Value | undefined): boolean =>
  value !== undefined &&
  optionsOf(value).some(({ value: v }) => {
    const [first] = v.kind === 'text' ? v.pieces : [v];
    return first?.kind === 'constant' && typeof first.value === 'string' && statement.test(first.value);
  });
