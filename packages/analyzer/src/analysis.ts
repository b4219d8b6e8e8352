import type { Configuration, TenantModel } from '@tenantscope/core';
import { ts, useCompiler } from '#compiler';
import { supertypesOf } from './flow/class.ts';
import { OutOfSteps, runEntry, type Shared } from './flow/interpreter.ts';
import { type MutatedName, mutationFinder } from './flow/mutation.ts';
import { resetOffsets } from './flow/offsets.ts';
import type { Foreign } from './flow/foreign.ts';
import type { Lookup, Run } from './flow/run.ts';
import { type Outcome, SiteLog } from './flow/site.ts';
import { optionsOf } from './flow/value.ts';
import type { FrontEnd } from './frontend/front-end.ts';
import { librariesOf } from './frontend/libraries.ts';
import { wishedHandles } from './frontend/scoped-kysely/casts.ts';
import { createTextFiles } from './project/text-files.ts';
import type { TypeHost } from './host/type-host.ts';
import { createTrustPolicy } from './trust.ts';
import { entryAround, unreachedStarts } from './unreached.ts';

/** The sources that are judged, whatever program they are part of. */
export interface Subject {
  /** What the paths of the configuration are relative to. */
  readonly directory: string;
  /** The compiler that made the program. */
  readonly compiler: typeof ts;
  /** Where files are read from; the compiler's own system where nobody wants to know which. */
  readonly disk?: Pick<ts.System, 'fileExists' | 'readFile'> | undefined;
  /** Answers about types. */
  readonly host: TypeHost;
  readonly files: readonly ts.SourceFile[];
  /** The database libraries that the program uses. */
  readonly libraries: readonly FrontEnd[];
  /** Path relative to the directory, with forward slashes. */
  readonly pathOf: (file: Pick<ts.SourceFile, 'fileName'>) => string;
}

/** What is known of the whole project before anything is run. */
export interface Surroundings {
  readonly methods: Lookup<string>;
  /** The names under which functions are called, aliases among them. */
  readonly names: Lookup<string>;
  readonly relevant: Lookup<ts.Node>;
  /** The classes that extend or implement another. */
  readonly classes: () => readonly ts.ClassLikeDeclaration[];
  /** The names through which objects are changed. */
  readonly mutated: () => readonly MutatedName[];
}

export const isTest = (file: ts.SourceFile): boolean => /(\.|\/)(test|spec)\.|\/__tests__\//.test(file.fileName);

/** Who extends or implements whom, asked of the host once a class is overridden at all. */
const subclassFinder = (classes: Surroundings['classes'], host: TypeHost): Shared['subclasses'] => {
  let below: Map<ts.Node, ts.ClassLikeDeclaration[]> | undefined;
  const load = (): Map<ts.Node, ts.ClassLikeDeclaration[]> => {
    const map = new Map<ts.Node, ts.ClassLikeDeclaration[]>();
    for (const sub of classes()) for (const above of supertypesOf(host, sub)) map.set(above, [...(map.get(above) ?? []), sub]);
    return map;
  };
  return (node) => (below ??= load()).get(node) ?? [];
};

/** Begins an analysis; the one before is forgotten. To be run to its end synchronously: there is one compiler at a time. */
export const openAnalysis = (subject: Subject, configuration: Configuration, model: TenantModel, surroundings: Surroundings): Shared => {
  useCompiler(subject.compiler);
  resetOffsets();
  const { host } = subject;
  return {
    host,
    sources: subject.files,
    methods: surroundings.methods,
    names: surroundings.names,
    relevant: surroundings.relevant,
    subclasses: subclassFinder(surroundings.classes, host),
    mutation: mutationFinder(surroundings.mutated, host),
    trust: createTrustPolicy(configuration, model, subject.directory),
    libraries: librariesOf(subject.libraries),
    log: new SiteLog(model),
    files: createTextFiles(subject.directory, subject.disk ?? subject.compiler.sys),
    bindings: new Map(),
    modules: new Map(),
  };
};

/** Part of another query: that one answers for it, unless it holds on its own. */
const keepIfScoped = (log: SiteLog, node: ts.Node): void => {
  if (log.outcomes.get(node)?.some((o) => o.proof.verdict !== 'scoped')) log.outcomes.delete(node);
};

const leave = (log: SiteLog, value: Foreign, run: Run): void => {
  log.leave(() => { value.returned(run); });
};

/** Roots that nobody was seen to execute are decided as they were left. */
export const decideUnseen = (log: SiteLog): void => {
  for (const [node, states] of log.latest) {
    if (log.outcomes.has(node)) continue;
    for (const { value, run } of states.slice(-1))
      for (const option of optionsOf(value)) if (option.value.kind === 'foreign') leave(log, option.value, run);
    if (log.consumed.has(node)) keepIfScoped(log, node);
    if (log.consumed.has(node)) continue;
    if (!log.outcomes.has(node)) log.lose({ node }, node, 'what becomes of this query is not followed');
  }
  for (const [node, root] of log.roots)
    if (!log.outcomes.has(node) && !log.consumed.has(node)) log.lose(root, node, 'the code around this query is not followed');
};

const giveUp = (shared: Shared, entry: ts.Node, cause: string): void => {
  const visit = (node: ts.Node): void => {
    if (shared.log.roots.has(node)) shared.log.lose({ node }, entry, cause);
    else if (!shared.log.outcomes.has(node)) shared.log.reached.delete(node);
    ts.forEachChild(node, visit);
  };
  visit(entry);
};

/** Takes back what a run found that did not come to its end. */
const forget = (log: SiteLog, entry: ts.Node): void => {
  for (const [node, outcomes] of log.outcomes) {
    const kept = outcomes.filter((o) => o.entry !== entry);
    if (kept.length === 0) log.outcomes.delete(node);
    else log.outcomes.set(node, kept);
  }
  for (const callers of log.callers.values()) callers.delete(entry);
};

/** Runs an entry; when it has too many paths, again with fewer calls followed: what is not followed is then run by itself. */
const runWithin = (shared: Shared, entry: ts.Node, everything = false): string | undefined => {
  for (const depth of [8, 2, 0]) {
    try {
      runEntry(shared, entry, depth, everything);
      return undefined;
    } catch (error) {
      if (!(error instanceof OutOfSteps) && !(error instanceof RangeError)) throw error;
      forget(shared.log, entry);
      if (error instanceof RangeError) return 'the code nests too deeply to be followed';
    }
  }
  return 'the function has more paths than are followed';
};

/** An entry whose queries were not followed to their end. */
export interface Unfollowed {
  readonly file: ts.SourceFile;
  readonly line: number;
  readonly cause: string;
}

/** Runs entries one by one, without those that the ones before have called. */
export const runEntries = (shared: Shared, entries: readonly ts.Node[], isCovered: (entry: ts.Node) => boolean, onProgress?: (done: number, total: number) => void): readonly Unfollowed[] => {
  const problems: Unfollowed[] = [];
  entries.forEach((entry, i) => {
    const cause = isCovered(entry) ? undefined : runWithin(shared, entry);
    if (cause !== undefined) {
      giveUp(shared, entry, cause);
      const file = entry.getSourceFile();
      problems.push({ file, line: file.getLineAndCharacterOfPosition(entry.getStart(file)).line + 1, cause });
    }
    onProgress?.(i + 1, entries.length);
  });
  return problems;
};

/** Called with known arguments by somebody who was run: judged there. A class is defined whoever makes instances of it. */
export const isCovered = ({ log }: Shared, entry: ts.Node): boolean =>
  !ts.isClassLike(entry) && !log.escaped.has(entry) && [...(log.callers.get(entry) ?? [])].some((c) => c !== entry && !isTest(c.getSourceFile()));

/** Queries that nobody was followed to: judged as if somebody unknown came there, on whatever path. */
const runUnreached = (shared: Shared, files: readonly ts.SourceFile[]): void => {
  const { log } = shared;
  const missed = unreachedStarts(files, shared);
  if (missed.length === 0) return;
  log.settled = new Set(log.outcomes.keys());
  for (const entry of new Set(missed.map((m) => entryAround(m.node)))) runWithin({ ...shared, relevant: { has: (n) => n === entry || shared.relevant.has(n) } }, entry, true);
  for (const { node, cause } of missed) if (!log.reached.has(node)) log.lose({ node }, node, cause);
  log.settled = new Set();
};

/** A cast that promises what nobody keeps is reported by itself: where the handle goes is not always followed. */
const reportWished = ({ host, log }: Shared, files: readonly ts.SourceFile[]): void => {
  for (const { node, cause } of wishedHandles(files.filter((f) => !isTest(f)), host)) log.lose({ node }, node, cause);
};

/** Decides what the entries have left undecided: nothing is skipped in silence. `isScoped`: the project has handles of scoped-kysely. */
export const finish = (shared: Shared, files: readonly ts.SourceFile[], isScoped: boolean): void => {
  runUnreached(shared, files);
  decideUnseen(shared.log);
  if (isScoped) reportWished(shared, files);
};

/** Outcomes that count: those reached from functions nobody is known to call, and from tests only for the tests' own sites. */
export const counting = (log: SiteLog, outcomes: readonly Outcome[]): readonly Outcome[] => {
  const [first] = outcomes;
  const own = first && isTest(first.root.node.getSourceFile()) ? outcomes : outcomes.filter((o) => !isTest(o.entry.getSourceFile()));
  const callersOf = (node: ts.Node): readonly ts.Node[] => [...(log.callers.get(node) ?? [])].filter((c) => c !== node && !isTest(c.getSourceFile()));
  const isEntry = (node: ts.Node): boolean => callersOf(node).length === 0 || log.escaped.has(node);
  const real = own.filter((o) => isEntry(o.entry));
  if (real.length > 0) return real;
  // What a function runs for its callers is judged where each of them has written it.
  return own.filter(({ root, entry }) => !callersOf(entry).every((c) => log.answered.get(root.node)?.has(c)));
};
