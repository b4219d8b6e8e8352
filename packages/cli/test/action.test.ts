import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { databaseProject, node, project, repository } from './run.ts';

const action = join(repository, '.github/actions/check');

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const script = (name: string, cwd: string, env: Readonly<Record<string, string>>): Promise<Ran> =>
  new Promise((done, reject) => {
    const child = spawn(node, [join(action, name)], { cwd, env: { PATH: process.env['PATH'], TMPDIR: process.env['TMPDIR'], NO_COLOR: '1', ...env } });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      done({ code, stdout, stderr });
    });
  });

const migration = 'create table orders (id int primary key, tenant_id uuid not null);';
const leak = "import { Pool } from 'pg';\nexport const all = () => new Pool().query('select * from orders');\n";
const clean = "import { Pool } from 'pg';\nexport const all = () => new Pool().query('select 1');\n";

/** A package that runs the command of this repository from source, as if it were installed. */
const install = (directory: string, name: string, folder: string): void => {
  const at = join(directory, 'node_modules', name);
  mkdirSync(at, { recursive: true });
  writeFileSync(join(at, 'package.json'), JSON.stringify({ name, version: '0.0.0', bin: { [name]: 'bin.mjs' } }));
  const args = ['--conditions=source', '--no-warnings', join(repository, folder, 'src/main.ts')];
  writeFileSync(join(at, 'bin.mjs'), `import { spawnSync } from 'node:child_process';\nprocess.exitCode = spawnSync(${JSON.stringify(node)}, [...${JSON.stringify(args)}, ...process.argv.slice(2)], { stdio: 'inherit' }).status;\n`);
};

const projectOf = (files: Readonly<Record<string, string>>): string => {
  const directory = databaseProject({ 'migrations/1.sql': migration, 'tenantscope.config.json': '{ "tenant": { "column": "tenant_id" }, "schema": { "migrations": "migrations/*.sql" } }', ...files });
  install(directory, 'tenantscope', 'packages/cli');
  install(directory, 'rls-audit', 'packages/rls-auditor');
  symlinkSync(join(repository, 'packages/rls-auditor/node_modules/@electric-sql'), join(directory, 'node_modules/@electric-sql'));
  return directory;
};

/** The action's main step, with what a runner gives it. */
const step = async (cwd: string, inputs: Readonly<Record<string, string>> = {}) => {
  const given = Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`TENANTSCOPE_${name.toUpperCase().replaceAll('-', '_')}`, value]));
  const files = { GITHUB_OUTPUT: join(cwd, 'output'), GITHUB_STEP_SUMMARY: join(cwd, 'summary'), RUNNER_TEMP: cwd };
  for (const file of [files.GITHUB_OUTPUT, files.GITHUB_STEP_SUMMARY]) writeFileSync(file, '');
  const ran = await script('run.mjs', cwd, { ...files, ...given });
  const outputs = Object.fromEntries(readFileSync(files.GITHUB_OUTPUT, 'utf8').trim().split('\n').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
  return { ...ran, outputs, summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8') };
};

describe('the action', () => {
  it('annotates, summarises and writes SARIF of what it finds', async () => {
    const { stdout, outputs, summary } = await step(projectOf({ 'src/a.ts': leak }));
    expect(outputs['exit-code']).toBe('1');
    expect(stdout).toContain('::error file=src/a.ts,line=2,endLine=2,');
    expect(summary).toContain('### ❌ tenantscope: 1 finding');
    expect(JSON.parse(readFileSync(outputs['sarif'] ?? '', 'utf8'))).toMatchObject({ runs: [{ results: [{ ruleId: 'no-unscoped-query' }] }] });
    expect(readFileSync(outputs['comment'] ?? '', 'utf8')).toBe(summary);
  });

  it('audits the migrations too, and ends with the worse of both', async () => {
    const cwd = projectOf({ 'src/a.ts': clean });
    const { outputs, summary } = await step(cwd, { migrations: 'migrations/*.sql' });
    // The table has no row-level security.
    expect(outputs['exit-code']).toBe('1');
    expect(summary).toContain('### ✅ tenantscope: every query is proved to stay inside one tenant');
    expect(summary).toMatch(/### ❌ rls-audit\n\n```\n[^]*orders/);
  });

  it.each<[string, Readonly<Record<string, string>>, Readonly<Record<string, string>>, string, string]>([
    ['what cannot be read', { 'src/a.ts': 'export const = ;' }, {}, '3', ''],
    ['a directory that is not there', { 'src/a.ts': clean }, { directory: 'nowhere' }, '2', 'there is no directory nowhere'],
    ['a name that is no commit', { 'src/a.ts': clean }, { since: 'origin/main' }, '2', 'is in no git repository'],
  ])('passes on %s', async (_, files, inputs, code, message) => {
    const cwd = projectOf(files);
    const { outputs, stderr } = await step(cwd, inputs);
    expect(outputs['exit-code']).toBe(code);
    expect(stderr).toContain(message);
  });

  it('says each input in its page and gives each to the step that needs it', () => {
    const { inputs, runs } = parse(readFileSync(join(action, 'action.yml'), 'utf8')) as { readonly inputs: Readonly<Record<string, { readonly description: string }>>; readonly runs: { readonly steps: readonly { readonly run?: string; readonly env?: Readonly<Record<string, string>> }[] } };
    const page = readFileSync(join(repository, 'docs/ci.md'), 'utf8');
    for (const [name, { description }] of Object.entries(inputs)) {
      expect(page).toContain(`| \`${name}\` |`);
      expect(description.length).toBeGreaterThan(10);
    }
    const told = JSON.stringify(runs.steps);
    expect(Object.keys(inputs).filter((name) => !told.includes(`inputs.${name}`))).toEqual([]);
    for (const { run = '', env = {} } of runs.steps.filter((s) => s.run?.includes('.mjs'))) {
      const code = readFileSync(join(action, /([a-z]+\.mjs)/.exec(run)?.[1] ?? ''), 'utf8');
      expect(new Set(code.match(/TENANTSCOPE_[A-Z_]+/g))).toEqual(new Set(Object.keys(env)));
    }
  });
});

interface Asked {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly body: string;
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
};

/** The step that comments, against a server that stands for GitHub. */
const comment = async (there: readonly { readonly id: number; readonly body: string }[], { code = '1', status = 200, text = '### one', event = '{ "pull_request": { "number": 7 } }' } = {}) => {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      asked.push({ method: request.method, url: request.url, body });
      const page = Number(new URL(request.url ?? '', 'http://x').searchParams.get('page') ?? 1);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(request.method === 'GET' ? there.slice((page - 1) * 100, page * 100) : {}));
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const cwd = project({ 'event.json': event, 'comment.md': text });
  try {
    const ran = await script('comment.mjs', cwd, {
      TENANTSCOPE_DIRECTORY: 'apps/api', TENANTSCOPE_COMMENT: join(cwd, 'comment.md'), TENANTSCOPE_EXIT_CODE: code, TENANTSCOPE_TOKEN: 'secret-token',
      GITHUB_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, GITHUB_REPOSITORY: 'acme/shop', GITHUB_EVENT_PATH: join(cwd, 'event.json'),
    });
    return { ...ran, writes: asked.filter((a) => a.method !== 'GET').map((a) => `${a.method ?? ''} ${a.url ?? ''} ${(JSON.parse(a.body) as { body: string }).body}`) };
  } finally {
    server.close();
  }
};

const mark = '<!-- tenantscope apps/api -->\n';
const others = Array.from({ length: 150 }, (_, id) => ({ id, body: 'a remark' }));

describe('the comment of the action', () => {
  it.each<[string, Parameters<typeof comment>[0], Parameters<typeof comment>[1], readonly string[]]>([
    ['is written once', others, {}, [`POST /repos/acme/shop/issues/7/comments ${mark}### one`]],
    ['is found among many and updated', [...others, { id: 900, body: `${mark}### old` }], {}, [`PATCH /repos/acme/shop/issues/comments/900 ${mark}### one`]],
    ['is left as it is when it says the same', [{ id: 3, body: `${mark}### one` }], {}, []],
    ['is not of another project', [{ id: 3, body: '<!-- tenantscope apps/web -->\n### one' }], {}, [`POST /repos/acme/shop/issues/7/comments ${mark}### one`]],
    ['says when what was found is gone', [{ id: 3, body: `${mark}### old` }], { code: '0' }, [`PATCH /repos/acme/shop/issues/comments/3 ${mark}### one`]],
    ['is not written where nothing was ever found', others, { code: '0' }, []],
    ['is not written outside of pull requests', [], { event: '{}' }, []],
  ])('%s', async (_, there, options, writes) => {
    expect(await comment(there, options)).toMatchObject({ code: 0, stderr: '', writes });
  });

  it('fails nothing where the token may not write, and does not show it', async () => {
    const { code, stdout, stderr } = await comment([], { status: 403 });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('::notice title=tenantscope::The comment is not written: GitHub answered 403');
    expect(stdout).not.toContain('secret-token');
  });
});
