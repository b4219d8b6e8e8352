// A test runner for Stryker: https://stryker-mutator.io/docs/stryker-js/guides/create-a-plugin.
// The decision core is pure, so a mutant needs no fresh process: a statement takes a millisecond instead of a second.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Statement } from './statements.ts';

/** What Stryker's instrumented code reads and writes. */
interface Instrumented {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: unknown;
}

interface MutantRun {
  readonly testFilter?: readonly string[];
  readonly hitLimit?: number;
  readonly activeMutant: { readonly id: string };
}

const instrumented: Instrumented = {};
Object.assign(globalThis, { __stryker__: instrumented });

const success = 0;

class StatementRunner {
  readonly #expected = new Map<string, { readonly statement: Statement; readonly proof: string; readonly milliseconds: number }>();

  capabilities(): { readonly reloadEnvironment: boolean } {
    return { reloadEnvironment: false };
  }

  /** Stryker runs this in the sandbox: its statements speak of the instrumented prover, not of the one beside this file. */
  async init(): Promise<void> {
    const sandboxed = pathToFileURL(resolve('packages/core/test/mutation/statements.ts')).href;
    const { statements } = (await import(sandboxed)) as { readonly statements: readonly Statement[] };
    for (const statement of statements) {
      if (this.#expected.has(statement.id)) throw new Error(`two statements are called ${statement.id}`);
      instrumented.currentTestId = statement.id;
      const start = performance.now();
      const proof = statement.proof();
      this.#expected.set(statement.id, { statement, proof, milliseconds: performance.now() - start });
    }
    instrumented.currentTestId = undefined;
  }

  dryRun(): object {
    const tests = [...this.#expected].map(([id, { milliseconds }]) => ({ id, name: id, status: success, timeSpentMs: milliseconds }));
    return Promise.resolve({ status: 'complete', tests, mutantCoverage: structuredClone(instrumented.mutantCoverage) });
  }

  mutantRun({ testFilter = [...this.#expected.keys()], hitLimit, activeMutant }: MutantRun): object {
    Object.assign(instrumented, { activeMutant: activeMutant.id, hitCount: 0, hitLimit });
    let nrOfTests = 0;
    let failure: { readonly killedBy: readonly string[]; readonly failureMessage: string } | undefined;
    for (const id of testFilter) {
      nrOfTests += 1;
      const failureMessage = this.#differs(id);
      if (failureMessage === undefined) continue;
      failure = { killedBy: [id], failureMessage };
      break;
    }
    instrumented.activeMutant = undefined;
    if (hitLimit !== undefined && (instrumented.hitCount ?? 0) > hitLimit) return Promise.resolve({ status: 'timeout' });
    return Promise.resolve(failure ? { status: 'killed', nrOfTests, ...failure } : { status: 'survived', nrOfTests });
  }

  #differs(id: string): string | undefined {
    const known = this.#expected.get(id);
    if (!known) throw new Error(`no statement is called ${id}`);
    try {
      const proof = known.statement.proof();
      return proof === known.proof ? undefined : `${known.proof}\nbecomes\n${proof}`;
    } catch (error) {
      return String(error);
    }
  }
}

export const strykerPlugins = [{ kind: 'TestRunner', name: 'statements', injectableClass: StatementRunner }];
