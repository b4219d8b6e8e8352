import { opaqueStatement, type Statement } from '@tenantscope/core';
import type { ts } from 'ts-morph';
import { choose } from '../../flow/branch.ts';
import { spanOf } from '../../flow/offsets.ts';
import type { Run } from '../../flow/run.ts';
import { chainOf } from '../execution.ts';
import { readStatements } from '../sql-text/read.ts';
import { compileSelect } from './compile-select.ts';
import { compileWrite } from './compile-write.ts';
import { conditions } from './conditions.ts';
import type { Draft } from './draft.ts';
import type { Part, Parts } from './parts.ts';
import { type Pieces, type Printer, quoted, t, unread } from './pieces.ts';
import { draftOf } from './state.ts';

/** The text that Knex sends. */
const compile = (p: Printer, draft: Draft): Pieces => {
  const [problem] = draft.problems;
  if (problem) return [unread(problem.cause, problem.rule)];
  switch (draft.method) {
    case 'select':
    case 'first':
    case 'pluck':
      return compileSelect(p, draft);
    case 'columnInfo':
      return [t('select * from information_schema.columns')];
    default:
      return compileWrite(p, draft, draft.method);
  }
};

const isSelect = ({ method }: Draft): boolean => method === 'select' || method === 'first';

/** `outputQuery`: a select gets parentheses where it stands for a value, or has a name. */
const output = (p: Printer, draft: Draft, isValue: boolean, given: string | undefined): Pieces => {
  const alias = given ?? draft.alias;
  const pieces = compile(p, draft);
  if (pieces.length === 0 || !isSelect(draft) || !(isValue || alias !== undefined)) return pieces;
  return [t('('), ...pieces, t(')'), ...(alias === undefined ? [] : [t(' as '), quoted(alias)])];
};

/** A callback that adds no condition leaves no trace. */
const grouped = (pieces: Pieces, negated: boolean): Pieces => (pieces.length === 0 ? [] : [t(negated ? 'not (' : '('), ...pieces, t(')')]);

const printPart = (p: Printer, part: Part): Pieces => {
  if (part.kind === 'raw') return p.print(part.parts);
  if (part.kind !== 'nested') return [part];
  if (part.isCurrent?.() === false) return [unread('a variable that the callback reads changes before the query is sent')];
  const draft = draftOf(choose(p.run, part.builder.read(p.run) ?? part.held));
  if (part.form === 'group') return grouped(conditions(p, draft.where, draft), part.negated === true);
  return output(p, draft, part.form === 'parameter', part.alias);
};

const printerOf = (run: Run): Printer => {
  const printer: Printer = { run, print: (parts) => parts.flatMap((part) => printPart(printer, part)) };
  return printer;
};

/** Parts as pieces of text, each builder in them as it is now. */
export const flatten = (run: Run, parts: Parts): Pieces => printerOf(run).print(parts);

/** The statements of a query; none when it sends nothing. */
export const statementsOf = (run: Run, draft: Draft, node: ts.Node): readonly Statement[] => {
  const at = spanOf(chainOf(node));
  const [problem] = draft.problems;
  if (problem) return [opaqueStatement({ rule: problem.rule, cause: problem.cause, at })];
  return readStatements(compile(printerOf(run), draft), at);
};
