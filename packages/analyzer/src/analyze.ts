import { type Configuration, loadSqlReader, type TenantModel } from '@tenantscope/core';
import { ts } from 'ts-morph';
import { type Site, siteOf } from './findings.ts';
import { baseOf } from './flow/class.ts';
import { outermostParts, OutOfSteps, runEntry, type Shared } from './flow/interpreter.ts';
import { resetOffsets } from './flow/offsets.ts';
import { type Outcome, SiteLog } from './flow/site.ts';
import { optionsOf } from './flow/value.ts';
import { libraries } from './frontend/libraries.ts';
import { wishedHandles } from './frontend/scoped-kysely/casts.ts';
import { createTypeHost } from './host/type-host.ts';
import type { Incomplete } from './project/errors.ts';
import { createImportGraph } from './project/imports.ts';
import { type LoadedProject, loadProject, type ProjectOptions } from './project/load.ts';
import { methodNames, relevantEntries } from './relevance.ts';
import { createTrustPolicy } from './trust.ts';
import { entryAround, unreachedStarts } from './unreached.ts';

export interface AnalyzeOptions extends ProjectOptions {
  readonly configuration: Configuration;
  readonly model: TenantModel;
  /** A project that was loaded before, to read its schema. */
  readonly project?: LoadedProject | undefined;
  /** Called now and then: entries done, entries in all. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** What a run found, and what it could not read. */
export interface Analysis {
  readonly sites: readonly Site[];
  readonly incomplete: readonly Incomplete[];
  readonly files: number;
}

const classesOf = (project: LoadedProject): readonly ts.ClassLikeDeclaration[] =>
  project.files.flatMap((file) => {
    const found: ts.ClassLikeDeclaration[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isClassLike(node) && node.heritageClauses) found.push(node);
      ts.forEachChild(node, visit);
    };
    visit(file);
    return found;
  });

/** Who extends whom, asked of the checker once a class is overridden at all. */
const subclassFinder = (project: LoadedProject, shared: () => Shared): Shared['subclasses'] => {
  let bases: Map<ts.Node, ts.ClassLikeDeclaration[]> | undefined;
  const load = (): Map<ts.Node, ts.ClassLikeDeclaration[]> => {
    const map = new Map<ts.Node, ts.ClassLikeDeclaration[]>();
    for (const sub of classesOf(project)) {
      const base = baseOf(shared() as never, sub);
      if (base) map.set(base, [...(map.get(base) ?? []), sub]);
    }
    return map;
  };
  const below = (node: ts.ClassLikeDeclaration): readonly ts.ClassLikeDeclaration[] => ((bases ??= load()).get(node) ?? []).flatMap((sub) => [sub, ...below(sub)]);
  return below;
};

const isTest = (file: ts.SourceFile): boolean => /(\.|\/)(test|spec)\.|\/__tests__\//.test(file.fileName);

/** Outcomes that count: those reached from functions nobody is known to call, and from tests only for the tests' own sites. */
const counting = (log: SiteLog, outcomes: readonly Outcome[]): readonly Outcome[] => {
  const [first] = outcomes;
  const own = first && isTest(first.root.node.getSourceFile()) ? outcomes : outcomes.filter((o) => !isTest(o.entry.getSourceFile()));
  const isEntry = (node: ts.Node): boolean => {
    const callers = [...(log.callers.get(node) ?? [])].filter((c) => c !== node && !isTest(c.getSourceFile()));
    return callers.length === 0 || log.escaped.has(node);
  };
  const real = own.filter((o) => isEntry(o.entry));
  return real.length > 0 ? real : own;
};

/** Part of another query: that one answers for it, unless it holds on its own. */
const keepIfScoped = (log: SiteLog, node: ts.Node): void => {
  if (log.outcomes.get(node)?.some((o) => o.proof.verdict !== 'scoped')) log.outcomes.delete(node);
};

/** Roots that nobody was seen to execute are decided as they were left. */
const decideUnseen = (log: SiteLog): void => {
  for (const [node, states] of log.latest) {
    if (log.outcomes.has(node)) continue;
    for (const { value, run } of states.slice(-1))
      for (const option of optionsOf(value)) if (option.value.kind === 'foreign') option.value.returned(run);
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

/** Called with known arguments by somebody who was run: judged there. */
const isCovered = (shared: Shared, entry: ts.Node): boolean => {
  const { callers, escaped } = shared.log;
  return !escaped.has(entry) && [...(callers.get(entry) ?? [])].some((c) => c !== entry && !isTest(c.getSourceFile()));
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

const runAll = (shared: Shared, entries: readonly ts.Node[], onProgress: AnalyzeOptions['onProgress'], project: LoadedProject): Incomplete[] => {
  const problems: Incomplete[] = [];
  entries.forEach((entry, i) => {
    // A class is defined whoever makes instances of it.
    const cause = !ts.isClassLike(entry) && isCovered(shared, entry) ? undefined : runWithin(shared, entry);
    if (cause !== undefined) {
      giveUp(shared, entry, cause);
      const file = entry.getSourceFile();
      const line = file.getLineAndCharacterOfPosition(entry.getStart(file)).line + 1;
      problems.push({ file: project.pathOf(file), line, message: `line ${line}: ${cause}` });
    }
    onProgress?.(i + 1, entries.length);
  });
  return problems;
};

/** Queries that nobody was followed to: judged as if somebody unknown came there, on whatever path. */
const runUnreached = (shared: Shared, project: LoadedProject): void => {
  const { log } = shared;
  const missed = unreachedStarts(project.files, shared.host, log, shared.methods);
  if (missed.length === 0) return;
  log.settled = new Set(log.outcomes.keys());
  for (const entry of new Set(missed.map((m) => entryAround(m.node)))) runWithin({ ...shared, relevant: new Set([...shared.relevant, entry]) }, entry, true);
  for (const { node, cause } of missed) if (!log.reached.has(node)) log.lose({ node }, node, cause);
  log.settled = new Set();
};

/** A cast that promises what nobody keeps is reported by itself: where the handle goes is not always followed. */
const reportWished = ({ host, log }: Shared, project: LoadedProject): void => {
  for (const { node, cause } of wishedHandles(project.files.filter((f) => !isTest(f)), host)) log.lose({ node }, node, cause);
};

const order = (a: Site, b: Site): number => (a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1);

/**
 * Finds every query site of a project and has each decided.
 * Throws a `ProjectError` when there is no project to analyse.
 */
export const analyzeProject = async (options: AnalyzeOptions): Promise<Analysis> => {
  await loadSqlReader();
  resetOffsets();
  const project = options.project ?? loadProject(options);
  const log = new SiteLog(options.model);
  const entries = relevantEntries(project.files, outermostParts, createImportGraph(project.files, project.checker));
  const shared: Shared = {
    host: createTypeHost(project.checker, project.strictNulls),
    trust: createTrustPolicy(options.configuration, options.model, project.directory),
    libraries,
    log,
    bindings: new Map(),
    subclasses: subclassFinder(project, () => shared),
    methods: methodNames(project.files, outermostParts),
    relevant: new Set(entries),
  };
  const problems = runAll(shared, entries, options.onProgress, project);
  runUnreached(shared, project);
  decideUnseen(log);
  reportWished(shared, project);
  const sites = [...log.outcomes.values()].map((o) => siteOf(project, counting(log, o))).filter((s) => s !== undefined);
  return { sites: sites.sort(order), incomplete: [...project.problems, ...problems], files: project.files.length };
};
