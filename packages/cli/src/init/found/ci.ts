import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Repository } from './repository.ts';

/** Where the gate is to run. */
export interface Ci {
  readonly system: 'github' | 'gitlab' | 'other';
  readonly why: string;
  /** The file that runs Tenantscope already, seen from the root of the repository. */
  readonly present?: string | undefined;
}

const workflows = '.github/workflows';

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

const runsTenantscope = (root: string, file: string): boolean => /tenantscope/i.test(textOf(join(root, file)));

const workflowFiles = (root: string): readonly string[] => {
  try {
    return readdirSync(join(root, workflows)).filter((f) => /\.ya?ml$/.test(f)).sort().map((f) => `${workflows}/${f}`);
  } catch {
    return [];
  }
};

const remote = (host: string): RegExp => new RegExp(`url\\s*=\\s*\\S*${host}`, 'i');

/** What lies there says more than where the repository was cloned from. */
export const findCi = ({ root, configuration }: Repository): Ci => {
  const files = workflowFiles(root);
  const gitlab = ['.gitlab-ci.yml', '.gitlab-ci.yaml'].find((f) => existsSync(join(root, f)));
  if (files.length > 0) return { system: 'github', why: `there are workflows in ${workflows}`, present: files.find((f) => runsTenantscope(root, f)) };
  if (gitlab !== undefined) return { system: 'gitlab', why: `there is a ${gitlab}`, present: runsTenantscope(root, gitlab) ? gitlab : undefined };
  if (existsSync(join(root, '.github'))) return { system: 'github', why: 'there is a .github' };
  if (remote('github').test(configuration)) return { system: 'github', why: 'a remote of the repository is on GitHub' };
  if (remote('gitlab').test(configuration)) return { system: 'gitlab', why: 'a remote of the repository is on GitLab' };
  return { system: 'other', why: 'there are no workflows of GitHub and no .gitlab-ci.yml' };
};
