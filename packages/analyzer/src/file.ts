import { relative, sep } from 'node:path';
import type { Configuration, TenantModel } from '@tenantscope/core';
import { type ts, useCompiler } from '#compiler';
import { counting, decideUnseen, finish, openAnalysis } from './analysis.ts';
import { isCovered, runEntries } from './entries.ts';
import { siteBounds } from './bounds.ts';
import { type Finding, type Site, siteOf } from './findings.ts';
import { withFingerprints } from './fingerprint.ts';
import { type Forgery, forgery } from './flow/cast.ts';
import { outermostParts, type Shared } from './flow/interpreter.ts';
import type { TrustPolicy } from './flow/run.ts';
import { createTypeHost } from './host/in-process.ts';
import type { TypeHost } from './host/type-host.ts';
import { type Neighbours, opennessOf } from './openness.ts';
import { ProgramIndex } from './program-index.ts';
import type { Incomplete } from './project/errors.ts';
import { startsOf } from './frontend/starts.ts';
import { relevantParts } from './relevance.ts';
import { type DeclaredSchema, readDeclaredSchema, type Typed } from './schema/declared.ts';
import type { EditedFile } from './suggest/edited-file.ts';
import { editedHost, type Names } from './suggest/edited-host.ts';
import { type Suggestion, suggestionsFor } from './suggest/suggest.ts';
import { createTrustPolicy } from './trust.ts';

export type { HandleKind } from './host/handle.ts';
export type { Suggestion } from './suggest/suggest.ts';

/** A query site as one file shows it. */
export interface FileSite extends Site {
  /** What it is known by in the last verdicts of `tenantscope check`. */
  readonly fingerprint: string;
  /** `file`: no code elsewhere can change the verdict. `program`: who calls the functions around it has a say. */
  readonly decidedBy: 'file' | 'program';
  /** Where it starts in the text. */
  readonly node: ts.Node;
  /** The functions, classes and files from which it was reached. */
  readonly entries: readonly ts.Node[];
}

/** What one file shows, and what of it was not followed to its end. */
export interface FileAnalysis {
  readonly sites: readonly FileSite[];
  readonly incomplete: readonly Incomplete[];
}

export interface FileOptions {
  readonly program: ts.Program;
  readonly file: ts.SourceFile;
  readonly configuration: Configuration;
  readonly model: TenantModel;
}

/** What the front ends ask of types and of trust, for rules that look at code by themselves. */
export interface FileTypes {
  readonly host: TypeHost;
  readonly trust: TrustPolicy;
  /** What a cast makes a trusted value of, where none may be made. */
  readonly forgery: (cast: ts.AsExpression | ts.TypeAssertion) => Forgery | undefined;
}

type Judged = Omit<FileSite, 'fingerprint'>;

const inOrder = (a: Judged, b: Judged): number => a.line - b.line || a.column - b.column;

/** Whether the compiler says where null and undefined may be, as it does for `check`. */
const tellsNulls = (options: ts.CompilerOptions): boolean => (options.strictNullChecks ?? options.strict) === true && options.noUncheckedIndexedAccess === true;

const isStrict = (options: ts.CompilerOptions): boolean => (options.strictNullChecks ?? options.strict) === true;

/** Whether code outside of the program may use it: it is built for others, or another of the project's tsconfig files has the callers. */
const isPartOfMore = (program: ts.Program): boolean => {
  const { composite, declaration, configFilePath } = program.getCompilerOptions();
  return composite === true || declaration === true || (program.getProjectReferences()?.length ?? 0) > 0 || typeof configFilePath !== 'string' || !configFilePath.endsWith('/tsconfig.json');
};

/**
 * Judges single files of a project whose program somebody else keeps, such as ESLint's parser.
 * `directory` is what the paths of the configuration are relative to; `compiler` the one that makes the programs.
 * `loadSqlReader` of @tenantscope/core comes first.
 */
export class FileAnalyzer {
  readonly #directory: string;
  readonly #compiler: typeof ts;
  readonly #index = new ProgramIndex();
  readonly #hosts = new WeakMap<ts.Program, TypeHost>();
  #declared: { readonly reference: string | undefined; readonly found: DeclaredSchema | undefined } | undefined;

  constructor(directory: string, compiler: typeof ts) {
    this.#directory = directory;
    this.#compiler = compiler;
  }

  /** Answers about the types of a program are kept as long as it is. */
  #host(program: ts.Program): TypeHost {
    const host = this.#hosts.get(program) ?? createTypeHost(program.getTypeChecker(), isStrict(program.getCompilerOptions()));
    this.#hosts.set(program, host);
    return host;
  }

  #subject(program: ts.Program, files: readonly ts.SourceFile[]): Typed {
    this.#index.update(program);
    return {
      libraries: this.#index.libraries,
      host: this.#host(program),
      directory: this.#directory,
      compiler: this.#compiler,
      files,
      paths: () => program.getSourceFiles().map((f) => f.fileName),
      fileAt: (path) => program.getSourceFile(path),
      pathOf: (file) => relative(this.#directory, file.fileName).split(sep).join('/'),
    };
  }

  /** The tables that the project's code declares; read again when a file that it is written in has changed. */
  declaredSchema(program: ts.Program, configuration: Configuration): DeclaredSchema | undefined {
    useCompiler(this.#compiler);
    this.#index.update(program);
    const reference = configuration.schema?.types;
    const known = this.#declared;
    if (known?.found && known.reference === reference && known.found.files.every((f) => program.getSourceFile(f.fileName) === f)) return known.found;
    const found = readDeclaredSchema(this.#subject(program, this.#index.files), configuration);
    this.#declared = { reference, found };
    return found;
  }

  /** The query sites of a file, each with its verdict and with who has decided it. */
  analyze(options: FileOptions): FileAnalysis {
    useCompiler(this.#compiler);
    return this.#judge(options, this.#subject(options.program, [options.file]));
  }

  /** Edits after which a finding of a site is gone and no other has come: each is proved on the text as it would be. */
  suggest(options: FileOptions, site: FileSite, finding: Finding): readonly Suggestion[] {
    const { file, model, configuration, program } = options;
    const { host, trust } = this.types(options);
    const subject = this.#subject(program, [file]);
    const checker = program.getTypeChecker();
    const judgeEdited = (edited: EditedFile, names: Names): readonly FileSite[] =>
      this.#judge({ ...options, file: edited.file }, { ...subject, files: [edited.file], host: editedHost(host, checker, edited, names) }, site.entries.map((e) => edited.after(e) ?? e)).sites;
    return suggestionsFor({ file, site, finding, model, configuration, scope: { host, trust, checker }, judgeEdited });
  }

  /** `only`: the entries to run, where the rest of the file is judged already. */
  #judge({ program, file, configuration, model }: FileOptions, subject: Typed, only?: readonly ts.Node[]): FileAnalysis {
    const parts = outermostParts(file);
    const starts = startsOf(subject.libraries);
    const entries = relevantParts(file, parts, starts);
    const shared = openAnalysis(subject, configuration, model, this.#index.surroundings(new Set(entries), file, starts));
    const openness = opennessOf(this.#neighbours(program));
    const unfollowed = runEntries(shared, only ?? entries, { isCovered: (entry) => isCovered(shared, entry) && !openness(entry).heard });
    if (only) decideUnseen(shared.log);
    else finish(shared, [file], this.#index.has('scoped-kysely'));
    return {
      sites: withFingerprints(this.#sites(subject, program, shared, openness).sort(inOrder)),
      incomplete: unfollowed.map(({ file: at, line, cause }) => ({ file: subject.pathOf(at), line, message: cause })),
    };
  }

  types({ program, configuration, model }: Omit<FileOptions, 'file'>): FileTypes {
    useCompiler(this.#compiler);
    const host = this.#host(program);
    const trust = createTrustPolicy(configuration, model, this.#directory);
    return { host, trust, forgery: (cast) => forgery({ host, trust }, cast) };
  }

  #neighbours(program: ts.Program): Neighbours {
    return { mention: (word, except) => this.#index.mentions(word, except), isLibrary: isPartOfMore(program) };
  }

  #sites(subject: Typed, program: ts.Program, { log, files }: Shared, openness: ReturnType<typeof opennessOf>): Judged[] {
    const nulls = !tellsNulls(program.getCompilerOptions());
    const own = [...log.outcomes].filter(([node]) => node.getSourceFile() === subject.files[0]);
    return own.flatMap(([node, outcomes]): readonly Judged[] => {
      const site = siteOf(subject, counting(log, outcomes), files);
      if (!site) return [];
      const { best, worst } = siteBounds(outcomes, log.model, (o) => ({ ...openness(o.entry), nulls }));
      return [{ ...site, node, entries: [...new Set(outcomes.map((o) => o.entry))], decidedBy: best === worst ? 'file' : 'program' }];
    });
  }
}
