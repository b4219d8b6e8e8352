import { readExpression } from '@tenantscope/core';
import { assemble } from '../sql-text/assemble.ts';
import { type Part, print } from './part.ts';

/** Names do not matter here. */
const anyName = { columnName: ({ declaration }: { readonly declaration: { readonly key: string } }) => declaration.key, placeholder: () => ({ kind: 'text', text: 'null' }) as const };

/** Whether beside AND a text stays one condition: it is read whole, and is no OR. */
export const isClosed = (parts: readonly Part[]): boolean => {
  const { text, holes } = assemble(print(parts, anyName));
  if (holes.size > 0) return false;
  const { kind } = readExpression(text);
  return kind !== 'opaque' && kind !== 'or';
};

/** Whether a text may speak of one of the columns. */
export const mentions = (parts: readonly Part[], columns: ReadonlySet<string>): boolean =>
  parts.some((p) => {
    if (p.kind === 'column') return [p.column.declaration.name ?? p.column.declaration.key, p.column.declaration.key].some((n) => columns.has(n) || columns.has(n.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)));
    if (p.kind === 'sql' || p.kind === 'closed') return mentions(p.parts, columns);
    return p.kind === 'text' && [...columns].some((c) => p.text.includes(c));
  });
