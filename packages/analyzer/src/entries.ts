import { ts } from '#compiler';
import { type Known, OutOfSteps, runEntry, type Shared } from './flow/interpreter.ts';
import { SiteLog } from './flow/site.ts';
import { optionsOf } from './flow/value.ts';
import { isTest } from './tests.ts';

/** What a run found: nothing of it depends on other runs but what was known before. */
export interface EntryResult {
  readonly log: SiteLog;
  readonly known: Known;
  /** Why the entry was not followed to its end. */
  readonly cause?: string | undefined;
}

export const knownOf = (log: SiteLog, entry: ts.Node): Known => ({ isCalled: log.callers.has(entry), isEscaped: log.escaped.has(entry) });

/** Takes back what a run found that did not come to its end. */
const forget = (log: SiteLog): void => {
  log.outcomes.clear();
  log.callers.clear();
};

const isTooMuch = (error: unknown): error is Error => error instanceof OutOfSteps || error instanceof RangeError;

/** What becomes of the roots that nobody was seen to execute, as things are at the end of a run. */
const leaveAll = (log: SiteLog): void => {
  for (const [node, { value, run }] of log.latest) {
    if (log.outcomes.has(node)) continue;
    const left = new SiteLog(log.model);
    log.left.set(node, left);
    run.log = left;
    try {
      for (const { value: v } of optionsOf(value)) if (v.kind === 'foreign') left.leave(() => { v.returned(run); });
    } catch (error) {
      if (!isTooMuch(error)) throw error;
    }
    run.log = log;
  }
  log.latest.clear();
};

interface Manner {
  readonly everything: boolean;
  readonly known: Known;
}

const attempt = (shared: Shared, log: SiteLog, entry: ts.Node, manner: Manner): string | undefined => {
  for (const depth of [8, 2, 0]) {
    try {
      runEntry(shared, log, entry, { ...manner, depth });
      return undefined;
    } catch (error) {
      if (!isTooMuch(error)) throw error;
      forget(log);
      if (error instanceof RangeError) return 'the code nests too deeply to be followed';
    }
  }
  return 'the function has more paths than are followed';
};

/** Runs an entry; when it has too many paths, again with fewer calls followed: what is not followed is then run by itself. */
export const runWithin = (shared: Shared, entry: ts.Node, manner: Manner): EntryResult => {
  const log = new SiteLog(shared.log.model);
  const cause = attempt(shared, log, entry, manner);
  leaveAll(log);
  return { log, known: manner.known, cause };
};

const giveUp = (shared: Shared, entry: ts.Node, cause: string): void => {
  const visit = (node: ts.Node): void => {
    if (shared.log.roots.has(node)) shared.log.lose({ node }, entry, cause);
    else if (!shared.log.outcomes.has(node)) shared.log.reached.delete(node);
    ts.forEachChild(node, visit);
  };
  visit(entry);
};

/** An entry whose queries were not followed to their end. */
export interface Unfollowed {
  readonly file: ts.SourceFile;
  readonly line: number;
  readonly cause: string;
}

export interface EntryOptions {
  readonly isCovered: (entry: ts.Node) => boolean;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** The result of a run that was made elsewhere, where one here would find the same. */
  readonly recorded?: ((entry: ts.Node, known: Known) => EntryResult | undefined) | undefined;
  readonly onResult?: ((entry: ts.Node, result: EntryResult) => void) | undefined;
}

const unfollowed = (entry: ts.Node, cause: string): Unfollowed => {
  const file = entry.getSourceFile();
  return { file, line: file.getLineAndCharacterOfPosition(entry.getStart(file)).line + 1, cause };
};

/** Runs entries one by one, without those that the ones before have called. */
export const runEntries = (shared: Shared, entries: readonly ts.Node[], { isCovered, onProgress, recorded, onResult }: EntryOptions): readonly Unfollowed[] => {
  const problems: Unfollowed[] = [];
  entries.forEach((entry, i) => {
    if (!isCovered(entry)) {
      const known = knownOf(shared.log, entry);
      const result = recorded?.(entry, known) ?? runWithin(shared, entry, { everything: false, known });
      onResult?.(entry, result);
      shared.log.absorb(result.log);
      if (result.cause !== undefined) {
        giveUp(shared, entry, result.cause);
        problems.push(unfollowed(entry, result.cause));
      }
    }
    onProgress?.(i + 1, entries.length);
  });
  return problems;
};

/** Called with known arguments by somebody who was run: judged there. A class is defined whoever makes instances of it. */
export const isCovered = ({ log }: Shared, entry: ts.Node): boolean =>
  !ts.isClassLike(entry) && !log.escaped.has(entry) && [...(log.callers.get(entry) ?? [])].some((c) => c !== entry && !isTest(c.getSourceFile()));
