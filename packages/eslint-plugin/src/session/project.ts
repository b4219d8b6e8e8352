import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { FileAnalyzer, type FileSite, type FileTypes, type Suggestion } from '@tenantscope/analyzer/file';
import { checkNames, configuredSchema, discoverConfiguration, loadConfiguration, type LoadedConfiguration, type LoadedSchema, noSchema } from '@tenantscope/command/configuration';
import { buildModel, readExpression, type Schema, type TenantModel } from '@tenantscope/core';
import ts from 'typescript';
import type { TypedFile } from './typed.ts';

/** The query sites of a file, with the model they were judged by. */
export interface FileVerdicts {
  readonly sites: readonly FileSite[];
  /** What was not read, one sentence each: of the schema, or of the file. */
  readonly incomplete: readonly { readonly line: number; readonly message: string }[];
  readonly model: TenantModel;
  readonly types: FileTypes;
  /** Edits that mend a finding, each proved. */
  readonly suggest: (site: FileSite, finding: FileSite['findings'][number]) => readonly Suggestion[];
  readonly configuration: LoadedConfiguration;
}

const modified = (file: string | undefined): number => (file === undefined ? 0 : (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0));

interface Loaded {
  readonly configuration: LoadedConfiguration;
  /** What the migrations say; undefined when the tables are those of the `DB` type. */
  readonly sql: LoadedSchema | undefined;
}

/** For how long what was read from files other than the linted ones stays as it is, in milliseconds: they are not looked at for every keystroke. */
const lifetime = 2_000;

/** One project: a configuration, or none, with one tsconfig. */
export class Project {
  readonly #directory: string;
  /** Where migrations are looked for first. */
  readonly #sources: string;
  readonly #file: string | undefined;
  readonly #analyzer: FileAnalyzer;
  #loaded: { readonly stamp: number; readonly until: number; readonly value: Loaded } | undefined;
  #model: { readonly loaded: Loaded; readonly schema: Schema | undefined; readonly model: TenantModel } | undefined;

  constructor(sources: string, file: string | undefined) {
    this.#directory = file === undefined ? sources : dirname(file);
    this.#sources = sources;
    this.#file = file;
    this.#analyzer = new FileAnalyzer(this.#directory, ts as never);
  }

  /** Throws a `UsageError` about a configuration that cannot be used. */
  #load(): Loaded {
    const known = this.#loaded;
    if (known && Date.now() < known.until) return known.value;
    const stamp = modified(this.#file);
    // Migrations are read again only with the configuration: they are many, and old ones do not change.
    const value = known?.stamp === stamp ? known.value : this.#read();
    this.#loaded = { stamp, until: Date.now() + lifetime, value };
    return value;
  }

  #read(): Loaded {
    const configuration = loadConfiguration(this.#directory, this.#file);
    return { configuration, sql: configuredSchema(configuration, this.#sources, this.#directory) };
  }

  #modelFor({ program }: TypedFile): { readonly model: TenantModel; readonly loaded: Loaded } {
    const loaded = this.#load();
    const { configuration, file } = loaded.configuration;
    const typesOf = (own: unknown): Schema | undefined => this.#analyzer.declaredSchema(own as never, configuration)?.schema;
    const schema = loaded.sql ?? { ...noSchema, schema: typesOf(program) };
    if (this.#model?.loaded !== loaded || this.#model.schema !== schema.schema) {
      checkNames(configuration, file, schema);
      this.#model = { loaded, schema: schema.schema, model: buildModel(configuration, schema.schema, readExpression) };
    }
    return { model: this.#model.model, loaded };
  }

  /** Judges a file. Throws a `UsageError` or a `ProjectError` about what the user has to mend first. */
  judge(typed: TypedFile): FileVerdicts {
    const { model, loaded } = this.#modelFor(typed);
    const { configuration } = loaded;
    const options = { program: typed.program as never, file: typed.file as never, configuration: configuration.configuration, model };
    const { sites, incomplete } = this.#analyzer.analyze(options);
    const unread = loaded.sql?.incomplete.map(({ file, message }) => ({ line: 1, message: `${file ?? 'the schema'}: ${message}` })) ?? [];
    const suggest: FileVerdicts['suggest'] = ({ node }, finding) => {
      const site = sites.find((s) => s.node === node);
      return site ? this.#analyzer.suggest(options, site, finding) : [];
    };
    return { sites, model, suggest, types: this.#analyzer.types(options), configuration, incomplete: [...unread, ...incomplete.map(({ line = 1, message }) => ({ line, message }))] };
  }
}

const projects = new Map<string, Project>();
/** A process that lints many projects keeps the last ones. */
const maxProjects = 16;

const packageAround = (directory: string): string => ts.findConfigFile(directory, (path) => ts.sys.fileExists(path), 'package.json') ?? `${directory}/package.json`;

/** The project that a file belongs to. */
export const projectOf = (filename: string, { program }: TypedFile): Project => {
  const file = discoverConfiguration(dirname(filename));
  const { configFilePath } = program.getCompilerOptions();
  const tsconfig = typeof configFilePath === 'string' ? configFilePath : undefined;
  const sources = dirname(tsconfig ?? packageAround(dirname(filename)));
  const key = `${file ?? ''}\0${tsconfig ?? ''}`;
  const found = projects.get(key) ?? new Project(sources, file);
  projects.delete(key);
  projects.set(key, found);
  const [oldest] = projects.keys();
  if (projects.size > maxProjects && oldest !== undefined) projects.delete(oldest);
  return found;
};
