import { spawn } from 'node:child_process';

/** How a command ended, with everything it printed. */
export interface Outcome {
  readonly code: number;
  readonly output: string;
  readonly seconds: number;
}

/** Runs a command of the workspace to its end and keeps what it prints. */
export const run = async (command: string, args: readonly string[]): Promise<Outcome> => {
  const started = Date.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const code = await new Promise<number>((resolve) => {
    child.on('error', (error) => {
      output += `${error.message}\n`;
      resolve(127);
    });
    child.on('close', (exit) => {
      resolve(exit ?? 1);
    });
  });
  return { code, output, seconds: (Date.now() - started) / 1000 };
};
