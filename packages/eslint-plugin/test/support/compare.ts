import { dirname } from 'node:path';
import { type Analysis, analyzeProject, loadProject, readDeclaredSchema } from '@tenantscope/analyzer';
import { FileAnalyzer, type FileSite } from '@tenantscope/analyzer/file';
import { checkNames, configuredSchema, loadConfiguration, noSchema } from '@tenantscope/command/configuration';
import { buildModel, type Configuration, loadSqlReader, readExpression, type TenantModel } from '@tenantscope/core';
import ts from 'typescript';

type CheckSite = Analysis['sites'][number];
/** Of a site of either: what has to be the same. */
type Compared = Pick<CheckSite, 'file' | 'line' | 'column' | 'endLine' | 'endColumn' | 'fingerprint' | 'verdict' | 'findings'>;

/** A project as both have to see it. */
export interface Subject {
  readonly directory: string;
  readonly configuration: Configuration;
  readonly model: TenantModel;
}

/** What one file at a time shows of what the whole program has. */
export interface Comparison {
  readonly sites: number;
  readonly decided: number;
  readonly pending: number;
  /** Sites that check has a finding on. */
  readonly refused: number;
  /** Of these, those on which the file alone has none. */
  readonly silent: readonly string[];
  /** Sites that both have to see and one does not. */
  readonly unmatched: readonly string[];
  /** Sites that the file alone decides, and otherwise than check. */
  readonly wrong: readonly string[];
}

/** A project with its own configuration, as `check` reads it. */
export const configured = async (directory: string): Promise<Subject> => {
  await loadSqlReader();
  const loaded = loadConfiguration(directory, undefined);
  const { configuration, file } = loaded;
  const schema = configuredSchema(loaded, directory, directory) ?? { ...noSchema, schema: readDeclaredSchema(loadProject({ directory }), configuration)?.schema };
  checkNames(configuration, file, schema);
  return { directory, configuration, model: buildModel(configuration, schema.schema, readExpression) };
};

/** The program of a directory's tsconfig, with the options that it has. */
const programOf = (directory: string): ts.Program => {
  const path = `${directory}/tsconfig.json`;
  const { options, fileNames } = ts.parseJsonConfigFileContent(ts.readConfigFile(path, (file) => ts.sys.readFile(file)).config, ts.sys, dirname(path), undefined, path);
  return ts.createProgram({ rootNames: fileNames, options });
};

const isInside = ({ file }: Compared): boolean => !file.startsWith('../');

/** Of a cast `check` reports what no query was refused for; the plugin's rule reports it whatever becomes of it. */
const isQuery = ({ operation }: CheckSite): boolean => operation !== 'cast';

/** Other packages' sources are in the program of whoever resolves them, and belong to no tsconfig of this project. */
const inside = <S extends Compared>(sites: readonly S[]): readonly S[] => sites.filter(isInside);

const sitesByFile = ({ directory, configuration, model }: Subject): readonly FileSite[] => {
  const program = programOf(directory);
  const analyzer = new FileAnalyzer(directory, ts as never);
  const options = { program: program as never, configuration, model };
  const files = program.getSourceFiles().filter((f) => !f.isDeclarationFile && !f.fileName.includes('/node_modules/'));
  const sitesOf = (file: unknown): readonly FileSite[] => analyzer.analyze({ ...options, file: file as never }).sites;
  return files.flatMap(sitesOf);
};

const place = ({ line, column, endLine, endColumn }: Omit<Compared['findings'][number], 'refusal' | 'trace'>): string => `${line}:${column}-${endLine}:${endColumn}`;
const identity = (site: Compared): string => `${site.file}:${place(site)} ${site.fingerprint}`;
const judgement = ({ verdict, findings }: Compared): string => [verdict, ...new Set(findings.map((f) => `${f.refusal.rule} at ${place(f)}`))].sort().join(', ');

/** Compares, site by site, what one file at a time shows with what the whole program has. */
const compare = (check: readonly CheckSite[], files: readonly FileSite[]): Comparison => {
  const whole = new Map(check.map((s) => [identity(s), s]));
  const single = new Map(files.map((s) => [identity(s), s]));
  const both = files.flatMap((file) => {
    const known = whole.get(identity(file));
    return known ? [{ id: identity(file), file, check: known }] : [];
  });
  const decided = both.filter(({ file }) => file.decidedBy === 'file');
  const refused = both.filter((s) => s.check.findings.length > 0);
  return {
    sites: both.length,
    decided: decided.length,
    pending: both.length - decided.length,
    refused: refused.length,
    silent: refused.filter(({ file }) => file.findings.length === 0).map((s) => `${s.id}: check ${judgement(s.check)}`),
    unmatched: [...[...whole.keys()].filter((k) => !single.has(k)).map((k) => `only check has ${k}`), ...[...single.keys()].filter((k) => !whole.has(k)).map((k) => `only the file has ${k}`)],
    wrong: decided.filter((s) => judgement(s.check) !== judgement(s.file)).map((s) => `${s.id}: check ${judgement(s.check)}; file ${judgement(s.file)}`),
  };
};

/** The whole-program analysis of a project against the same project one file at a time. */
export const compareProject = async (subject: Subject): Promise<Comparison> => {
  const { sites } = await analyzeProject(subject);
  return compare(inside(sites.filter(isQuery)), inside(sitesByFile(subject)));
};
