import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { decode, type ExitCode, exitCodeOf, filesOf, loadParser, NotText, readFailure, readText, shownPath, styleFor, UsageError, writeReport } from '@tenantscope/command';
import {
  type Incomplete,
  type JudgedText,
  prove,
  proveReport,
  readSql,
  renderJson,
  renderProve,
  sqlLines,
  type TenantModel,
  type ValueLookup,
} from '@tenantscope/core';
import { loadModel, type StatementOptions, valuesOf } from '../statement.ts';

export interface ProveOptions extends StatementOptions {
  readonly sql: readonly string[];
  readonly format: 'pretty' | 'json';
  readonly output?: string;
}

interface Input {
  readonly file: string;
  readonly text: string;
}

const standardInput = async (): Promise<Input> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
  return { file: '<stdin>', text: decode(Buffer.concat(chunks)) };
};

const existing = (file: string): readonly string[] => {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isDirectory()) throw new UsageError(`${file} is a directory; name its files, for example '${file.replace(/\/$/, '')}/*.sql'`);
  if (found) return [file];
  const matches = /[*?{[]/.test(file) ? filesOf(file, process.cwd()) : [];
  if (matches.length === 0) throw new UsageError(`there is no file ${file}`);
  return matches.map((m) => shownPath(m));
};

/** Reads what is to be judged; a file that cannot be read is reported and does not stop the others. */
const readInputs = async (files: readonly string[], options: ProveOptions): Promise<{ readonly inputs: readonly Input[]; readonly incomplete: readonly Incomplete[] }> => {
  const inputs: Input[] = options.sql.map((text, i) => ({ file: options.sql.length === 1 ? '<sql>' : `<sql ${i + 1}>`, text }));
  const incomplete: Incomplete[] = [];
  const piped = files.length === 0 && options.sql.length === 0;
  if (piped && process.stdin.isTTY) throw new UsageError('nothing to prove: name SQL files, pipe SQL in, or give --sql');
  for (const file of piped ? ['-'] : files.flatMap((f) => (f === '-' ? [f] : existing(f)))) {
    try {
      inputs.push(file === '-' ? await standardInput() : { file, text: readText(resolve(file)) });
    } catch (error) {
      const message = readFailure(error);
      if (message === undefined && !(error instanceof NotText)) throw error;
      incomplete.push({ file: file === '-' ? '<stdin>' : file, message: message ?? 'it cannot be read' });
    }
  }
  return { inputs, incomplete };
};

const judge = ({ file, text }: Input, model: TenantModel, values: ValueLookup): JudgedText => ({
  file,
  text,
  statements: readSql(text).statements.map((s) => ({ ...s, proof: prove(s.statement, model, values) })),
});

/** `tenantscope prove`: a verdict for each SQL statement. */
export const proveFiles = async (files: readonly string[], options: ProveOptions): Promise<ExitCode> => {
  const { inputs, incomplete } = await readInputs(files, options);
  await loadParser();
  const { model, assumptions, incomplete: unreadSchema } = loadModel(options);
  const values = valuesOf(options);
  const texts = inputs.map((input) => judge(input, model, values));
  const unread = [...incomplete, ...unreadSchema];
  if (unread.length === 0 && texts.every((t) => t.statements.length === 0)) throw new UsageError(`${inputs.map((i) => i.file).join(', ')}: no SQL statement`);
  const report = proveReport({ texts, incomplete: unread, assumptions: [...assumptions, ...model.assumptions] });
  const lines = new Map(inputs.map((i) => [i.file, sqlLines(i.text)]));
  const style = styleFor(options.output === undefined ? process.stdout : {}, process.env);
  writeReport(options.format === 'json' ? renderJson(report) : renderProve(report, { style, linesOf: (file) => lines.get(file) }), options.output);
  return exitCodeOf({ refused: report.summary.scoped < report.summary.sites, incomplete: unread.length > 0 });
};
