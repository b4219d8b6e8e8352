import { join, posix } from 'node:path';
import type { Found } from '../found/found.ts';
import { installCommand } from './check-command.ts';
import type { PlannedFile } from './planned-file.ts';
import { yamlLine, yamlText } from './yaml.ts';

const action = 'tenantscope/tenantscope/.github/actions/check@main';

/** Of the branches that git knows here, the one that others come from. */
const mainBranch = (configuration: string): string => ['main', 'master', 'develop'].find((name) => configuration.includes(`[branch "${name}"]`)) ?? 'main';

/** rls-audit has no baseline: it is taken in once it is clean. Only where policies guard the database at all. */
const auditLines = ({ schema: { migrations }, session, repository }: Found): readonly string[] => {
  const globs = session.setting ? (migrations?.value ?? []) : [];
  if (globs.length === 0) return [];
  const all = globs.map((g) => posix.join(repository.path, g));
  const whole = all.length === 1 ? all.join() : `{${all.join()}}`;
  return ['# Row-level security as well, once `npx rls-audit --migrations …` is clean:', `# migrations: ${JSON.stringify(whole)}`];
};

const inputs = (found: Found, tsconfig: string | undefined): readonly string[] => [
  `directory: ${yamlText(found.repository.path)}`,
  ...(tsconfig === undefined ? [] : [`tsconfig: ${yamlText(tsconfig)}`]),
  ...auditLines(found),
];

const workflow = (found: Found, tsconfig: string | undefined): string => `# Written by \`tenantscope init\`.
name: Tenantscope

on:
  pull_request:
  push:
    branches: [${mainBranch(found.repository.configuration)}]

permissions:
  contents: read
  pull-requests: write # one comment, which is kept up to date
  security-events: write # the findings in the Security tab

jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0 # a pull request is compared with what it is based on
      - uses: actions/setup-node@v4
        with:
          node-version: 24
      - run: ${yamlLine(installCommand(found))}
      - uses: ${action}
        with:
${inputs(found, tsconfig).map((l) => `          ${l}`).join('\n')}
`;

export const githubWorkflow = (found: Found, tsconfig: string | undefined): PlannedFile => ({
  path: join(found.repository.root, '.github/workflows/tenantscope.yml'),
  text: workflow(found, tsconfig),
  what: 'the gate on GitHub',
});
