import { spawn } from 'node:child_process';

/** How a command ended, with everything it printed. */
export interface Outcome {
  readonly code: number;
  readonly output: string;
  readonly seconds: number;
}

/** Minutes after which a command is taken for hung: a loop inside WASM never gives a test runner's own limit a chance. */
const limit = 28;

/** Ends a command and all it started; a runner's workers outlive it otherwise. */
const end = (pid: number | undefined): void => {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
};

/** Runs a command of the workspace to its end and keeps what it prints. */
export const run = async (command: string, args: readonly string[], minutes: number = limit): Promise<Outcome> => {
  const started = Date.now();
  // A group of its own, so that it can be ended whole.
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: process.platform !== 'win32' });
  const endOnExit = (): void => {
    end(child.pid);
  };
  process.once('exit', endOnExit);
  let output = '';
  const keep = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const timer = setTimeout(() => {
    output += `\nended after ${minutes} minutes: it hung\n`;
    end(child.pid);
  }, minutes * 60_000);
  const code = await new Promise<number>((resolve) => {
    child.on('error', (error) => {
      output += `${error.message}\n`;
      resolve(127);
    });
    child.on('close', (exit) => {
      resolve(exit ?? 1);
    });
  });
  clearTimeout(timer);
  process.off('exit', endOnExit);
  return { code, output, seconds: (Date.now() - started) / 1000 };
};

// Ctrl-C reaches this process only: the commands are in groups of their own.
for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143]] as const) process.once(signal, () => process.exit(code));
