import { run } from '../scripts/step.ts';

const fixture = 'fixtures/apps/orderly';

/** Seconds of the fastest of three runs; a run that does not end with one of `codes` is an error. */
const fastest = async (command: string, args: readonly string[], codes: readonly number[]): Promise<number> => {
  const seconds: number[] = [];
  for (let i = 0; i < 3; i += 1) {
    const outcome = await run(command, args);
    if (!codes.includes(outcome.code)) throw new Error(`${command} ended with ${outcome.code}:\n${outcome.output}`);
    seconds.push(outcome.seconds);
  }
  return Math.min(...seconds);
};

/** The gate on the sample application against `tsc --noEmit` on the same project, both in this run. */
export const benchCheck = async (): Promise<void> => {
  const tsc = await fastest('tsc', ['--noEmit', '-p', fixture], [0]);
  const check = await fastest('node', ['--conditions=source', 'packages/cli/src/main.ts', 'check', fixture], [1]);
  console.log(`check, fixture: tsc ${tsc.toFixed(2)} s, check ${check.toFixed(2)} s, ratio ${(check / tsc).toFixed(2)} (≤ 0.5)`);
};
