import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../../../', import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly stdin?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
}

/** The Node that runs TypeScript: this one, or the workspace's own. */
export const node = process.features.typescript ? process.execPath : join(repository, 'node_modules/node/bin/node');

/**
 * What spares a command work and changes nothing of what it does. A command is over before the functions of PostgreSQL in process
 * that V8 compiles a second time have paid for that, and it does not end before they are compiled.
 */
const sparing = ['--wasm-tiering-budget=1300000000', '--import', new URL('cluster/register.ts', import.meta.url).href];
const compiled = { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') };

/** Runs the `main.ts` of a command line as a user would run the command. `main` is relative to the repository. */
export const runMain = (main: string, args: readonly string[], { cwd = repository, stdin = '', env = {} }: RunOptions = {}): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    // Undefined variables are not passed on.
    const child = spawn(node, ['--conditions=source', ...sparing, join(repository, main), ...args], { cwd, env: { ...process.env, ...compiled, FORCE_COLOR: undefined, NO_COLOR: undefined, ...env } });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, stdout, stderr });
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(stdin);
  });

type Write = (chunk: string | Uint8Array) => boolean;

/** Collects what is written to a stream until it is given back. */
const collect = (stream: { write: Write }): (() => string) => {
  const own = stream.write.bind(stream);
  const chunks: string[] = [];
  stream.write = (chunk) => chunks.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()) > 0;
  return () => {
    stream.write = own;
    return chunks.join('');
  };
};

type Environment = Readonly<Record<string, string | undefined>>;

/** Sets variables of the environment, and removes those that are undefined; gives back what they were. */
const setEnvironment = (changes: Environment): Environment => {
  const before = Object.fromEntries(Object.keys(changes).map((name) => [name, process.env[name]]));
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  }
  return before;
};

let idle: Promise<unknown> = Promise.resolve();

/** What a command in this process may be told. */
export type HereOptions = Omit<RunOptions, 'stdin'>;

/**
 * Runs a command in this process, one at a time: what it loads, every test after it has. `run` leaves its exit code in
 * `process.exitCode`. That the command is one of its own, with signals and pipes, is tested by `runMain`.
 */
export const runHere = (run: (args: readonly string[]) => Promise<void>, args: readonly string[], { cwd = repository, env = {} }: HereOptions = {}): Promise<Outcome> => {
  const outcome = idle.then(async () => {
    const { exitCode } = process;
    const from = process.cwd();
    const before = setEnvironment({ FORCE_COLOR: undefined, NO_COLOR: undefined, ...env });
    const [stdout, stderr] = [collect(process.stdout), collect(process.stderr)];
    process.chdir(cwd);
    try {
      await run(args);
      return { code: Number(process.exitCode), stdout: stdout(), stderr: stderr() };
    } finally {
      stdout();
      stderr();
      process.chdir(from);
      setEnvironment(before);
      process.exitCode = exitCode;
    }
  });
  idle = outcome.catch(() => undefined);
  return outcome;
};

/** A new directory with these files, outside of any repository. */
export const project = (files: Readonly<Record<string, string | Uint8Array>>): string => {
  const directory = mkdtempSync(join(tmpdir(), 'tenantscope-test-'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
  return directory;
};
