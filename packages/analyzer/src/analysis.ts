import type { Configuration, TenantModel } from '@tenantscope/core';
import { type ts, useCompiler } from '#compiler';
import { supertypesOf } from './flow/class.ts';
import { knownOf, runWithin } from './entries.ts';
import type { Shared } from './flow/interpreter.ts';
import { type MutatedName, mutationFinder } from './flow/mutation.ts';
import { resetOffsets } from './flow/offsets.ts';
import type { Lookup } from './flow/run.ts';
import { notFollowed, type Outcome, SiteLog } from './flow/site.ts';
import type { FrontEnd } from './frontend/front-end.ts';
import { librariesOf } from './frontend/libraries.ts';
import { wishedHandles } from './frontend/scoped-kysely/casts.ts';
import { createTextFiles } from './project/text-files.ts';
import type { TypeHost } from './host/type-host.ts';
import { isTest } from './tests.ts';
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
    filesWith: (words) => subject.files.filter((f) => words.test(f.text)),
    methods: surroundings.methods,
    names: surroundings.names,
    relevant: surroundings.relevant,
    subclasses: subclassFinder(surroundings.classes, host),
    mutation: mutationFinder(surroundings.mutated, host),
    trust: createTrustPolicy(configuration, model, subject.directory),
    libraries: librariesOf(subject.libraries),
    log: new SiteLog(model),
    endless: new Map(),
    constants: new Map(),
    files: createTextFiles(subject.directory, subject.disk ?? subject.compiler.sys),
  };
};

/** Part of another query: that one answers for it, unless it holds on its own. */
const keepIfScoped = (log: SiteLog, node: ts.Node): void => {
  if (log.outcomes.get(node)?.some((o) => o.proof.verdict !== 'scoped')) log.outcomes.delete(node);
};

/** Roots that nobody was seen to execute are decided as they were left. */
export const decideUnseen = (log: SiteLog): void => {
  for (const [node, left] of log.left) {
    if (log.outcomes.has(node)) continue;
    log.absorb(left);
    if (log.consumed.has(node)) keepIfScoped(log, node);
    if (log.consumed.has(node)) continue;
    if (!log.outcomes.has(node)) log.lose({ node }, node, 'what becomes of this query is not followed');
  }
  for (const [node, root] of log.roots)
    if (!log.outcomes.has(node) && !log.consumed.has(node)) log.record(notFollowed(root, node));
};

/** Queries that nobody was followed to: judged as if somebody unknown came there, on whatever path. */
const runUnreached = (shared: Shared, files: readonly ts.SourceFile[]): void => {
  const { log } = shared;
  const missed = unreachedStarts(files, shared);
  if (missed.length === 0) return;
  log.settled = new Set(log.outcomes.keys());
  for (const entry of new Set(missed.map((m) => entryAround(m.node)))) {
    const relevant = { has: (n: ts.Node) => n === entry || shared.relevant.has(n) };
    log.absorb(runWithin({ ...shared, relevant }, entry, { everything: true, known: knownOf(log, entry) }).log);
  }
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
