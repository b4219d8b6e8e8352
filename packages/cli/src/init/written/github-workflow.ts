import { join } from 'node:path';
import type { Found } from '../found/found.ts';
import { installCommand } from './check-command.ts';
import type { PlannedFile } from './planned-file.ts';
import { yamlLine, yamlText } from './yaml.ts';

const action = 'tenantscope/tenantscope/.github/actions/check@v1';

/** Of the branches that git knows here, the one that others come from. */
const mainBranch = (configuration: string): string => ['main', 'master', 'develop'].find((name) => configuration.includes(`[branch "${name}"]`)) ?? 'main';

/** What rls-audit builds the database from: only where policies guard it at all. */
const migrationsOf = ({ schema, session }: Found): readonly string[] => (session.setting ? (schema.migrations?.value ?? []) : []);

const inputs = (found: Found, tsconfig: string | undefined): readonly string[] => {
  const migrations = migrationsOf(found);
  return [
    `directory: ${yamlText(found.repository.path)}`,
    ...(tsconfig === undefined ? [] : [`tsconfig: ${yamlText(tsconfig)}`]),
    ...(migrations.length === 1 ? [`migrations: ${yamlText(migrations[0] ?? '')} # for rls-audit`] : migrations.length > 1 ? ['migrations: | # for rls-audit', ...migrations.map((m) => `  ${m}`)] : []),
  ];
};

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
