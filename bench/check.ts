import { run } from '../scripts/step.ts';

const fixture = 'fixtures/apps/orderly';
const rounds = 5;

interface Command {
  readonly name: string;
  readonly line: readonly [string, ...string[]];
  /** The exit code of a run that did its work. */
  readonly code: number;
}

const tsc: Command = { name: 'tsc --noEmit', line: ['tsc', '--noEmit', '-p', fixture], code: 0 };
const check: Command = { name: 'check', line: ['node', 'packages/cli/dist/main.js', 'check', fixture, '--no-cache'], code: 1 };
const unchanged: Command = { name: 'check, nothing changed', line: ['node', 'packages/cli/dist/main.js', 'check', fixture], code: 1 };

const secondsOf = async ({ name, line, code }: Command): Promise<number> => {
  const [command, ...args] = line;
  const outcome = await run(command, args);
  if (outcome.code !== code) throw new Error(`${name} ended with ${outcome.code}:\n${outcome.output}`);
  return outcome.seconds;
};

/**
 * The gate, as it is published, on the sample application against `tsc --noEmit` on the same project.
 * The runs take turns, and the fastest of each counts: what else the machine does slows both.
 */
export const benchCheck = async (): Promise<void> => {
  await secondsOf({ name: 'build', line: ['node', 'scripts/build.ts'], code: 0 });
  const seconds = { tsc: Infinity, check: Infinity, unchanged: Infinity };
  for (let i = 0; i < rounds; i += 1) {
    seconds.tsc = Math.min(seconds.tsc, await secondsOf(tsc));
    seconds.check = Math.min(seconds.check, await secondsOf(check));
    // The first of them judges, and keeps what it found.
    seconds.unchanged = Math.min(seconds.unchanged, await secondsOf(unchanged));
  }
  const ratio = (of: number): string => (of / seconds.tsc).toFixed(2);
  console.log(
    `check, fixture: tsc ${seconds.tsc.toFixed(2)} s, check ${seconds.check.toFixed(2)} s, ratio ${ratio(seconds.check)} (≤ 0.5), nothing changed ${seconds.unchanged.toFixed(2)} s, ratio ${ratio(seconds.unchanged)}`,
  );
};
