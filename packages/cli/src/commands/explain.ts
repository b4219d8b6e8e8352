import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { exitCode, type ExitCode, exitCodeOf, loadParser, openProgress, shownPath, styleFor, UsageError, writeReport } from '@tenantscope/command';
import {
  didYouMean,
  escapeText,
  findRule,
  type Incomplete,
  oneLine,
  type Proof,
  prove,
  readSql,
  renderProof,
  renderRows,
  renderSearch,
  rules,
  type Statement,
  type Style,
  type TenantModel,
  type TenantParameter,
} from '@tenantscope/core';
import type { SchemaFailure, Search } from '@tenantscope/oracle';
import { rowsOf } from '../output/rows.ts';
import { judgeProject, type ProjectOptions } from '../project.ts';
import { sqlOf } from '../site-sql.ts';
import { loadModel, type StatementOptions, valuesOf } from '../statement.ts';

export interface ExplainOptions extends StatementOptions, ProjectOptions {
  readonly sql?: string;
  readonly tries: number;
  readonly output?: string;
}

/** A judged statement and the schema in which rows for it can be looked for. */
interface Case {
  readonly proof: Proof;
  readonly statement: Statement | undefined;
  /** Its text with `$1`, `$2` …; undefined where it has none. */
  readonly sql: string | undefined;
  readonly trusted: readonly TenantParameter[];
  readonly model: TenantModel;
  readonly schema: readonly string[];
}

const ofRows = new Set(['select', 'set', 'values', 'insert', 'update', 'delete', 'merge']);

interface Searched {
  readonly search: Search;
  readonly failures: readonly SchemaFailure[];
}

const install = 'PostgreSQL in process shows the rows, and is not installed: npm install --save-dev @electric-sql/pglite (for a single time: npx -p tenantscope -p @electric-sql/pglite tenantscope explain …)';

/** Undefined where there is no PostgreSQL to look in. */
const searchRows = async (statement: Statement, sql: string, { trusted, model, schema }: Case, tries: number): Promise<Searched | undefined> => {
  const { findCounterExample, MissingPostgres, Observer, openInProcess } = await import('@tenantscope/oracle');
  const database = await openInProcess().catch((error: unknown) => {
    if (error instanceof MissingPostgres) return undefined;
    throw error;
  });
  if (!database) return undefined;
  const progress = await openProgress('databases');
  const observer = await Observer.open(database, { schema, model });
  try {
    const search = await findCounterExample(observer, { statement, sql, trusted }, { tries, onTry: progress.report });
    return { search, failures: observer.failures };
  } finally {
    progress.stop();
    await observer.close();
  }
};

/** What of the schema was not made: roles, extensions, and what needs them. */
const failureLines = (failures: readonly SchemaFailure[], style: Style): readonly string[] =>
  failures.slice(0, 5).map((f) => style.faint(`not made: ${oneLine(f.sql).slice(0, 60)}: ${oneLine(f.message)}`)).concat(failures.length > 5 ? [style.faint(`… and ${failures.length - 5} more statements of the schema`)] : []);

const withoutRows = (c: Case): string => {
  if (c.schema.length === 0) return 'no SQL schema is known, so no rows can be looked for: name it with --schema, or schema.migrations in the configuration';
  if (c.statement === undefined || !ofRows.has(c.statement.kind)) return 'it is not a statement of rows, so none are looked for';
  return 'a part of it could not be read, so no rows are looked for';
};

/** The proof, and for what is not proved the rows that show why. */
const explained = async (c: Case, style: Style, tries: number): Promise<readonly string[]> => {
  const lines = renderProof(c.proof, style);
  if (c.proof.verdict === 'scoped') return lines;
  const { statement, sql } = c;
  if (statement === undefined || sql === undefined || c.schema.length === 0 || !ofRows.has(statement.kind)) return [...lines, '', withoutRows(c)];
  const searched = await searchRows(statement, sql, c, tries);
  if (!searched) return [...lines, '', install];
  const { search, failures } = searched;
  const found = 'found' in search ? renderRows(rowsOf(search.found), style) : renderSearch(search.none);
  return [...lines, '', ...found, ...failureLines(failures, style)];
};

const codeOf = (proofs: readonly Proof[], incomplete: readonly Incomplete[]): ExitCode => exitCodeOf({ refused: proofs.some((p) => p.verdict !== 'scoped'), incomplete: incomplete.length > 0 });

const unreadLines = (incomplete: readonly Incomplete[], style: Style): readonly string[] =>
  incomplete.map((i) => `${style.error('not read')}  ${oneLine(`${i.file ?? ''}${i.line === undefined ? '' : `:${i.line}`}  ${i.message}`)}`);

interface Explanation {
  readonly lines: readonly string[];
  readonly code: ExitCode;
}

const statementsIn = (texts: readonly string[]): readonly string[] => texts.flatMap((text) => readSql(text).statements.map((s) => s.text));

const explainSql = async (text: string, style: Style, options: ExplainOptions): Promise<Explanation> => {
  await loadParser();
  const { statements } = readSql(text);
  if (statements.length === 0) throw new UsageError('there is no SQL statement to explain');
  const { model, texts, incomplete } = loadModel(options);
  const schema = statementsIn(texts);
  const values = valuesOf(options);
  const cases = statements.map((s): Case => ({ proof: prove(s.statement, model, values), statement: s.statement, sql: s.text, trusted: options.trusted.map((key) => ({ key, nullable: !options.notNull.includes(key) })), model, schema }));
  const lines: string[] = [];
  for (const c of cases) lines.push(...(cases.length > 1 ? [style.faint(c.sql ?? '')] : []), ...(await explained(c, style, options.tries)), '');
  return { lines: [...lines.slice(0, -1), ...unreadLines(incomplete, style)], code: codeOf(cases.map((c) => c.proof), incomplete) };
};

/** The nearest directory above a file that has a tsconfig.json. */
const projectOf = (file: string): string => {
  for (let at = dirname(resolve(file)); ; at = dirname(at)) {
    if (existsSync(join(at, 'tsconfig.json'))) return at;
    if (dirname(at) === at) throw new UsageError(`${file} belongs to no project: there is no tsconfig.json beside it or above`);
  }
};

type Site = Awaited<ReturnType<typeof judgeProject>>['sites'][number];

const caseOf = async (site: Site, model: TenantModel, schema: readonly string[]): Promise<Case> => {
  const base = { proof: site.proof, model, schema };
  if (site.statement === undefined) return { ...base, statement: undefined, sql: undefined, trusted: [] };
  const { statement, sql, trusted } = await sqlOf(site.statement, site.trusted, model);
  return { ...base, statement, sql: ofRows.has(statement.kind) ? sql : undefined, trusted };
};

/** A declared escape answers for what its query reads. */
const isAnsweredFor = ({ escape, findings }: Site): boolean => escape !== undefined && findings.length === 0;

const escapeLines = ({ escape }: Site): readonly string[] => (escape === undefined ? [] : [`an escape (crossTenant): ${oneLine(escapeText(escape))}`]);

const noSite = (file: string, line: number, inFile: readonly Site[]): UsageError => {
  const lines = [...new Set(inFile.map((s) => s.line))].sort((a, b) => Math.abs(a - line) - Math.abs(b - line)).slice(0, 5).sort((a, b) => a - b);
  return new UsageError(`${file}:${line} has no query site${lines.length > 0 ? `; the nearest are on line${lines.length > 1 ? 's' : ''} ${lines.join(', ')}` : ', nor has any line of the file'}`);
};

const explainPlace = async (file: string, line: number, style: Style, options: ExplainOptions): Promise<Explanation> => {
  const directory = projectOf(file);
  const { sites, model, schema, report } = await judgeProject(directory, options);
  const path = relative(directory, resolve(file)).replaceAll('\\', '/');
  const inFile = sites.filter((s) => s.file === path);
  const here = inFile.filter((s) => s.line <= line && line <= s.endLine);
  if (here.length === 0) throw noSite(file, line, inFile);
  const texts = statementsIn(schema.texts);
  const lines: string[] = [];
  for (const site of here) {
    const traces = site.findings.flatMap((f) => f.trace.map((t) => style.faint(`  ${shownPath(join(directory, t.file))}:${t.line}  ${oneLine(t.message)}`)));
    lines.push(`${style.place(`${file}:${site.line}:${site.column}`)}  ${site.operation} in ${site.function}`, ...escapeLines(site), ...traces, ...(await explained(await caseOf(site, model, texts), style, options.tries)), '');
  }
  return { lines: [...lines.slice(0, -1), ...unreadLines(report.incomplete, style)], code: codeOf(here.filter((s) => !isAnsweredFor(s)).map((s) => s.proof), report.incomplete) };
};

/** `src/orders.ts:12`, of a file that exists. */
const placeIn = (what: string): { readonly file: string; readonly line: number } | undefined => {
  const [, file, line] = /^(.+?):(\d+)(?::\d+)?$/.exec(what) ?? [];
  if (file === undefined || line === undefined || !statSync(file, { throwIfNoEntry: false })?.isFile()) return undefined;
  return { file, line: Number(line) };
};

const explanationOf = async (what: string | undefined, style: Style, options: ExplainOptions): Promise<Explanation> => {
  if (options.sql !== undefined) return explainSql(options.sql, style, options);
  if (what === undefined) throw new UsageError('nothing to explain: name a rule, file:line, or SQL');
  const at = placeIn(what);
  if (at) return explainPlace(at.file, at.line, style, options);
  const rule = findRule(what);
  if (rule) return { lines: [rule.explain.trimEnd()], code: exitCode.clean };
  if (/\s/.test(what.trim())) return explainSql(what, style, options);
  if (/^.+\.\w+:\d+/.test(what)) throw new UsageError(`there is no file ${what.replace(/:\d+(:\d+)?$/, '')}`);
  throw new UsageError(`there is no rule ${what}${didYouMean(what, rules.map((r) => r.id))}`);
};

/** `tenantscope explain`: a rule's page, why a query is proved, or the rows with which it leaks. */
export const explain = async (what: string | undefined, options: ExplainOptions): Promise<ExitCode> => {
  const style = styleFor(options.output === undefined ? process.stdout : {}, process.env);
  const { lines, code } = await explanationOf(what, style, options);
  writeReport(`${lines.join('\n')}\n`, options.output);
  return code;
};
