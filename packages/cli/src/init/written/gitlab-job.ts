import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Found } from '../found/found.ts';
import { checkCommand, installCommand, reportCommand, shellWord } from './check-command.ts';
import type { PlannedFile } from './planned-file.ts';
import { yamlLine, yamlText } from './yaml.ts';

const path = '.gitlab/tenantscope.yml';
const include = `include:\n  - local: ${path}\n`;

/** GitLab brings what is kept before `npm ci` empties `node_modules`. */
const keeping = (kept: string, install: string): readonly string[] =>
  install.includes('npm ci') ? [`mv ${shellWord(kept)} /tmp/tenantscope || true`, install, `mkdir -p ${shellWord(posix.dirname(kept))} && mv /tmp/tenantscope ${shellWord(kept)} || true`] : [install];

const job = (found: Found, tsconfig: string | undefined): string => {
  const report = reportCommand(found);
  const kept = posix.join(found.installation.at, 'node_modules/.cache/tenantscope');
  const script = [
    ...keeping(kept, installCommand(found)),
    `${checkCommand(found, tsconfig)} --format json --output check.json || code=$?`,
    `${report} --format junit --output tenantscope.xml`,
    report,
    'exit ${code:-0}',
  ];
  return `# Written by \`tenantscope init\`.
tenantscope:
  image: node:24
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  script:
${script.map((line) => `    - ${yamlLine(line)}`).join('\n')}
  cache:
    key: tenantscope
    paths: [${yamlText(kept)}]
  artifacts:
    when: always
    reports:
      junit: tenantscope.xml
`;
};

/** A job in a file of its own, since the pipeline of a project is not ours to edit. */
export const gitlabJob = (found: Found, tsconfig: string | undefined): { readonly files: readonly PlannedFile[]; readonly advice: readonly string[] } => {
  const { root } = found.repository;
  const own = { path: join(root, path), text: job(found, tsconfig), what: 'the gate on GitLab' };
  const pipeline = ['.gitlab-ci.yml', '.gitlab-ci.yaml'].find((f) => existsSync(join(root, f)));
  if (pipeline === undefined) return { files: [own, { path: join(root, '.gitlab-ci.yml'), text: include, what: 'the pipeline, with the gate' }], advice: [] };
  return { files: [own], advice: [`In ${pipeline}, so that the job is run:`, ...include.trimEnd().split('\n').map((l) => `  ${l}`)] };
};
