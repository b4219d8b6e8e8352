// The gate on a runner of GitHub: one check, whose report becomes annotations, a summary, SARIF and a comment; then the audit of the migrations.
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const { env } = process;
const directory = env.TENANTSCOPE_DIRECTORY || '.';
const folder = mkdtempSync(join(env.RUNNER_TEMP || tmpdir(), 'tenantscope-'));
const incomplete = 3;

/** What the project has installed, else what npx fetches. */
const commandOf = (name) => {
  try {
    const manifest = createRequire(resolve(directory, 'package.json')).resolve(`${name}/package.json`);
    const { bin } = JSON.parse(readFileSync(manifest, 'utf8'));
    return [process.execPath, join(dirname(manifest), typeof bin === 'string' ? bin : bin[name])];
  } catch {
    return ['npx', '--yes', `${name}@${env.TENANTSCOPE_VERSION || 'latest'}`];
  }
};

/** Runs a command to its end; without an exit code it has failed. */
const run = ([command, ...before], args, stdio, cwd = undefined) => {
  const { status, stdout, error } = spawnSync(command, [...before, ...args], { stdio, cwd, encoding: 'utf8', maxBuffer: 1 << 28, shell: process.platform === 'win32' && command === 'npx' });
  if (error) console.log(`::error title=tenantscope::${error.message}`);
  return { code: status ?? incomplete, stdout: stdout ?? '' };
};

const append = (file, text) => {
  if (file) appendFileSync(file, text);
};
const output = (name, value) => append(env.GITHUB_OUTPUT, `${name}=${value}\n`);

/** `--name value`, where an input is given. */
const option = (name, input) => (env[input] ? [`--${name}`, env[input]] : []);

const tenantscope = commandOf('tenantscope');
const shown = ['inherit', 'inherit', 'inherit'];
const kept = ['inherit', 'pipe', 'inherit'];

const check = () => {
  const report = join(folder, 'check.json');
  const { code } = run(
    tenantscope,
    [
      'check', directory, '--format', 'json', '--output', report,
      ...option('config', 'TENANTSCOPE_CONFIG'),
      ...option('tsconfig', 'TENANTSCOPE_TSCONFIG'),
      ...option('baseline', 'TENANTSCOPE_BASELINE'),
      ...option('since', 'TENANTSCOPE_SINCE'),
      ...option('min-coverage', 'TENANTSCOPE_MIN_COVERAGE'),
      ...option('max-suppressions', 'TENANTSCOPE_MAX_SUPPRESSIONS'),
    ],
    shown,
  );
  // Without a report there is nothing to show: the message of the command is in the log.
  if (!existsSync(report)) return code === 0 ? incomplete : code;
  output('report', report);
  const rendered = (format, ...more) => run(tenantscope, ['report', report, '--directory', directory, '--format', format, ...more], kept);
  process.stdout.write(rendered('github').stdout);
  const sarif = join(folder, 'check.sarif');
  if (rendered('sarif-github', '--output', sarif).code === 0) output('sarif', sarif);
  const comment = join(folder, 'comment.md');
  if (rendered('markdown', '--output', comment).code === 0) {
    append(env.GITHUB_STEP_SUMMARY, readFileSync(comment, 'utf8'));
    output('comment', comment);
  }
  return code;
};

/** A fence that no line of a text ends. */
const fenceFor = (text) => '`'.repeat(Math.max(3, ...(text.match(/`+/g) ?? []).map((f) => f.length + 1)));

const audit = () => {
  if (!env.TENANTSCOPE_MIGRATIONS) return 0;
  const config = env.TENANTSCOPE_CONFIG ? ['--config', resolve(env.TENANTSCOPE_CONFIG)] : [];
  const { code, stdout } = run(commandOf('rls-audit'), ['--migrations', env.TENANTSCOPE_MIGRATIONS, ...config], kept, directory);
  process.stdout.write(stdout);
  const fence = fenceFor(stdout);
  append(env.GITHUB_STEP_SUMMARY, `\n### ${code === 0 ? '✅' : '❌'} rls-audit\n\n${fence}\n${stdout.slice(0, 60_000)}\n${fence}\n`);
  return code;
};

const codes = [check(), audit()];
output('exit-code', Math.max(...codes));
