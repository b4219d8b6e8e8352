import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { repository } from '../pair.ts';

/** The Node that runs TypeScript: this one, or the workspace's own. */
const node = process.features.typescript ? process.execPath : join(repository, 'node_modules/node/bin/node');

/** Runs a script under Node and gives what it printed; any other exit code than those expected is an error. */
export const runScript = (args: readonly string[], { cwd, codes }: { readonly cwd: string; readonly codes: readonly number[] }): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(node, args, { cwd, env: { ...process.env, NO_COLOR: '1' }, stdio: ['ignore', 'pipe', 'pipe'], timeout: 120_000 });
    let output = '';
    let problems = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (problems += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code !== null && codes.includes(code)) resolve(output);
      else reject(new Error(`${args.join(' ')} ended with ${code}: ${problems.trim().slice(0, 500)}`));
    });
  });
