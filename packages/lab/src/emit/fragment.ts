import { type Expr, param, type Statement } from '@tenantscope/core';
import { printExpression, printSql } from '@tenantscope/oracle';
import { quoted } from './code.ts';
import type { Writer } from './writer.ts';

type Node = Readonly<Record<string, unknown>>;

/** Text that the printer hands on as it stands. */
const verbatim = (text: string): Expr => param({ key: text });

const hole = (code: string): string => `\${${code}}`;

const escaped = (text: string): string => text.replace(/[\\`]|\$\{/g, '\\$&');

type Replace = (e: Expr) => Expr | undefined;

/** Columns, values and constants: what stands in text as in a hole. */
const leaf = (to: Writer, e: Expr): Expr | undefined => {
  switch (e.kind) {
    case 'column':
      return verbatim(to.choose(2) === 0 ? hole(`sql.ref(${quoted(e.path.join('.'))})`) : escaped(printExpression(e)));
    case 'param':
      return verbatim(hole(to.choose(4) === 0 ? `sql.val(${to.variable(e.key)})` : to.variable(e.key)));
    case 'constant':
      return verbatim(typeof e.value === 'string' && to.choose(3) === 0 ? hole(quoted(e.value)) : escaped(printExpression(e)));
    case 'operator':
      // These name what is no value.
      return e.op === 'whole row' || e.op === 'collate' || e.op === 'field' ? verbatim(escaped(printExpression(e))) : undefined;
    default:
      return undefined;
  }
};

const sublink = (to: Writer, e: Extract<Expr, { kind: 'subquery' }>): Expr => {
  // The compiler puts the brackets.
  const query = hole(to.query(e.query));
  if (e.form === 'scalar') return verbatim(query);
  if (e.form === 'exists' || e.form === 'array') return verbatim(`${e.form} ${query}`);
  const test = e.test ? templateOf(to, e.test) : '';
  return verbatim(e.form === 'any' && e.op === '=' ? `(${test} in ${query})` : `(${test} ${e.op ?? '='} ${e.form} ${query})`);
};

const isExpr = (node: Node): boolean => typeof node['kind'] === 'string';

const mapped = (replace: Replace, value: unknown): unknown => {
  if (Array.isArray(value)) return value.map((v) => mapped(replace, v));
  if (typeof value !== 'object' || value === null) return value;
  const node = value as Node;
  const other = isExpr(node) ? replace(value as Expr) : undefined;
  return other ?? Object.fromEntries(Object.entries(node).map(([key, v]) => [key, mapped(replace, v)]));
};

/** The inside of a template. */
export const templateOf = (to: Writer, e: Expr): string => printExpression(mapped((part) => (part.kind === 'subquery' ? sublink(to, part) : leaf(to, part)), e) as Expr);

const types = ['', '<unknown>', '<any>'] as const;

/** A tagged template. */
export const tagged = (to: Writer, text: string): string => `sql${types[to.choose(3)] ?? ''}\`${text}\``;

export const fragmentOf = (to: Writer, e: Expr): string => tagged(to, templateOf(to, e));

/** A whole statement as text, for what has no builder. */
export const rawOf = (to: Writer, s: Statement): string => tagged(to, printSql(mapped((part) => leaf(to, part), s) as Statement, to.choose));
