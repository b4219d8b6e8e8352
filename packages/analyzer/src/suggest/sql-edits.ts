import { addCondition } from '@tenantscope/core';
import { ts } from '#compiler';
import type { Candidate, Target } from './candidate.ts';
import type { TextEdit } from './edited-file.ts';
import type { TrustedValue } from './trusted-values.ts';

/** SQL as it stands in a file: offsets of the text are offsets behind `start`. */
interface SqlText {
  readonly text: string;
  readonly start: number;
  /** Where the parameter at an offset of the text ends: it is as wide as the hole that it stands for. */
  readonly behindHole: (offset: number) => number;
  /** What is bound to a value that the condition needs, and the edit beside the text that binds it. */
  readonly bind: (value: string) => { readonly parameter: string; readonly edit?: TextEdit | undefined } | undefined;
}

/** Holes become parameters of the same width. */
const withParameters = (template: ts.TemplateExpression): Pick<SqlText, 'text' | 'behindHole'> => {
  const file = template.getSourceFile();
  const [from, to] = [template.getStart(file) + 1, template.end - 1];
  let text = file.text.slice(from, to);
  const holes: (readonly [start: number, end: number])[] = [];
  template.templateSpans.forEach((span, i) => {
    const start = file.text.lastIndexOf('${', span.expression.getStart(file)) - from;
    const end = span.literal.getStart(file) + 1 - from;
    holes.push([start, end]);
    text = text.slice(0, start) + `$${i + 1}`.padEnd(end - start) + text.slice(end);
  });
  return { text, behindHole: (offset) => holes.find(([start, end]) => start < offset && offset <= end)?.[1] ?? offset };
};

const same = (offset: number): number => offset;

const literalText = (node: ts.LiteralLikeNode): string | undefined => {
  const file = node.getSourceFile();
  const raw = file.text.slice(node.getStart(file) + 1, node.end - 1);
  return raw === node.text ? raw : undefined;
};

/** ``sql`… ${tenantId}` ``: the template binds what stands in it. */
const tagged = (node: ts.TaggedTemplateExpression): SqlText | undefined => {
  const { template } = node;
  const text = ts.isNoSubstitutionTemplateLiteral(template) ? literalText(template) : undefined;
  const read = ts.isNoSubstitutionTemplateLiteral(template) ? text !== undefined && { text, behindHole: same } : withParameters(template);
  if (!read) return undefined;
  return { ...read, start: template.getStart() + 1, bind: (value) => ({ parameter: `\${${value}}` }) };
};

/** `query(text, [values])`: `$n` is the n-th value. */
const called = (literal: ts.StringLiteralLike, call: ts.CallExpression): SqlText | undefined => {
  const text = literalText(literal);
  const [, values] = call.arguments;
  if (text === undefined || call.arguments[0] !== literal) return undefined;
  return {
    text,
    start: literal.getStart() + 1,
    behindHole: same,
    bind: (value) => {
      if (!values) return { parameter: '$1', edit: { start: literal.end, end: literal.end, text: `, [${value}]` } };
      if (!ts.isArrayLiteralExpression(values) || values.elements.some(ts.isSpreadElement)) return undefined;
      const last = values.elements.at(-1);
      const at = last?.end ?? values.getStart() + 1;
      return { parameter: `$${values.elements.length + 1}`, edit: { start: at, end: at, text: last ? `, ${value}` : value } };
    },
  };
};

const sqlTextAround = (node: ts.Node): SqlText | undefined => {
  for (let at: ts.Node | undefined = node; at && !ts.isStatement(at); at = at.parent) {
    if (ts.isTaggedTemplateExpression(at)) return tagged(at);
    if (ts.isStringLiteralLike(at) && ts.isCallExpression(at.parent)) return called(at, at.parent);
  }
  return undefined;
};

/** `orders o`, `orders as o`: the table, and what it is called. */
const relation = (text: string): { readonly table: string; readonly alias: string } => {
  const [table = '', ...rest] = text.trim().split(/\s+/);
  return { table: table.split('.').at(-1) ?? table, alias: rest.at(-1) ?? table };
};

const candidate = (sql: SqlText, offset: number, column: string, value: TrustedValue): Candidate | undefined => {
  const bound = sql.bind(value.text);
  const edits = bound && addCondition(sql.text, offset, `${column} = ${bound.parameter}`);
  if (!edits) return undefined;
  const inText = edits.map((e) => ({ text: e.text, start: sql.behindHole(e.start) + sql.start, end: sql.behindHole(e.end) + sql.start }));
  return { title: `Add the condition ${column} = ${bound.parameter} with ${value.text}`, edits: [...inText, ...(bound.edit ? [bound.edit] : [])], names: new Map([[value.name, value.declaration]]) };
};

/** Conditions for a table that SQL text reads or writes. */
export const sqlCandidates = (node: ts.Node, target: Target, values: readonly TrustedValue[]): readonly Candidate[] => {
  const sql = sqlTextAround(node);
  if (!sql) return [];
  const offset = target.start - sql.start;
  const { table, alias } = relation(sql.text.slice(offset, target.end - sql.start));
  const column = target.columnOf(table);
  return column === undefined ? [] : values.map((v) => candidate(sql, offset, `${alias}.${column}`, v)).filter((c) => c !== undefined);
};
