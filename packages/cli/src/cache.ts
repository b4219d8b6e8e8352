import { resolve } from 'node:path';
import type { Analysis, Backend } from '@tenantscope/analyzer';
import { areUnchanged, bytesOf, codeIdentity, hashOf, type Inputs, nativeIdentity } from '@tenantscope/analyzer/inputs';
import { type LoadedConfiguration, type LoadedSchema, schemaFiles, storeOf, writeAtomically } from '@tenantscope/command';
import type { Configuration } from '@tenantscope/core';

type Site = Analysis['sites'][number];
type Finding = Omit<Site['findings'][number], 'refusal'> & { readonly refusal: Pick<Site['findings'][number]['refusal'], 'verdict' | 'rule' | 'message' | 'why'> };

/** What reports are made of, on whatever day. */
export interface Judgement extends Pick<Analysis, 'comments' | 'incomplete'> {
  readonly sites: readonly (Omit<Site, 'proof' | 'statement' | 'trusted' | 'findings'> & { readonly findings: readonly Finding[] })[];
  readonly assumptions: readonly string[];
  /** Relative paths → `textHash` of the files that were judged. */
  readonly files: Readonly<Record<string, string>>;
}

/** What was asked, beside the project itself. */
export interface Question {
  readonly directory: string;
  readonly tsconfig: string | undefined;
  readonly backend: Backend;
  readonly loaded: LoadedConfiguration;
  /** As seen from the directory. */
  readonly configuration: Configuration;
}

interface Kept {
  readonly key: string;
  readonly inputs: Inputs;
  readonly judgement: Judgement;
}

const kind = 'check';

/** How deep code may nest that is followed. */
const stack = process.execArgv.filter((option) => option.includes('stack'));

/** All that a result depends on beside the project: taken before anything is judged, since a file may change meanwhile. */
export const keyOf = ({ directory, tsconfig, backend, loaded, configuration }: Question): string => {
  const sql = schemaFiles(loaded, directory).map((file) => [file, hashOf(bytesOf(file) ?? '')]);
  const asked = backend === 'ts-morph' ? backend : [backend, nativeIdentity(directory, backend)];
  return hashOf(JSON.stringify([1, codeIdentity(), stack, directory, tsconfig, asked, loaded.file, loaded.directory, configuration, sql]));
};

const stored = (directory: string, what: string): string | undefined => {
  const store = storeOf(directory, what);
  const bytes = store === undefined ? null : bytesOf(store);
  return bytes ? new TextDecoder().decode(bytes) : undefined;
};

const lastOf = (directory: string): Kept | undefined => {
  try {
    return JSON.parse(stored(directory, kind) ?? '') as Kept;
  } catch {
    return undefined;
  }
};

/** The result of the last run, when it was asked the same and nothing that it read has changed. */
export const recall = (question: Question, key = keyOf(question)): Judgement | undefined => {
  const kept = lastOf(question.directory);
  return kept && kept.key === key && areUnchanged(kept.inputs) ? kept.judgement : undefined;
};

const withoutSources = ({ inputs, judgement }: Kept, directory: string): Inputs => {
  const sources = new Set(Object.keys(judgement.files).filter((path) => /\.[cm]?[jt]sx?$/.test(path)).map((path) => resolve(directory, path)));
  return { ...inputs, texts: Object.fromEntries(Object.entries(inputs.texts).filter(([path]) => !sources.has(path))) };
};

/** What has become of the last result. */
export interface Standing {
  /** It still stands. */
  readonly isKnown: boolean;
  /** Nothing but the texts of the sources that it is of has changed since. */
  readonly isEdited: boolean;
  /** The files that it was made of. */
  readonly files: readonly string[];
}

export const standing = (question: Question): Standing => {
  const { directory, loaded } = question;
  const kept = lastOf(directory);
  const texts = kept?.inputs.texts ?? {};
  const asked = kept?.key === keyOf(question) ? kept : undefined;
  const isKnown = asked !== undefined && areUnchanged(asked.inputs);
  return {
    isKnown,
    isEdited: isKnown || (asked !== undefined && areUnchanged(withoutSources(asked, directory))),
    files: [...Object.keys(texts).filter((path) => texts[path] !== null), ...(loaded.file === undefined ? [] : [loaded.file]), ...schemaFiles(loaded, directory)],
  };
};

const keptSite = ({ proof: _proof, statement: _statement, trusted: _trusted, findings, ...site }: Site): Judgement['sites'][number] => ({
  ...site,
  findings: findings.map(({ refusal: { verdict, rule, message, why }, ...finding }) => ({ ...finding, refusal: { verdict, rule, message, why } })),
});

/** Of full sites, what is kept. */
export const keptSites = (sites: Analysis['sites']): Judgement['sites'] => sites.map(keptSite);

/** Without a `node_modules`, or on a disk that takes nothing, the next run goes without. */
const write = ({ directory }: Question, what: string, text: string): void => {
  const store = storeOf(directory, what);
  if (store === undefined) return;
  try {
    writeAtomically(store, text);
  } catch {
    // What was found is printed all the same.
  }
};

/** Keeps a result until something changes. */
export const remember = (question: Question, kept: Kept): void => {
  write(question, kind, JSON.stringify(kept));
};

const runs = 'runs';

/** Maps and sets are written out. */
const plain = (_key: string, value: unknown): unknown => (value instanceof Map || value instanceof Set ? [...(value as Iterable<unknown>)] : value);

/** All that runs of single functions depend on beside the project itself. `key`: that of the result. */
export const runsKey = (key: string, { schema }: LoadedSchema): string => hashOf(JSON.stringify([key, schema], plain));

/** What the runs of the functions of a project have found, while some of them may find the same. */
export const recallRuns = ({ directory }: Question): string | undefined => stored(directory, runs);

export const rememberRuns = (question: Question, text: string): void => {
  write(question, runs, text);
};
