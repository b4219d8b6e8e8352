import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

/** The directory around a path that a version control keeps; undefined without one. */
export const repositoryRoot = (path: string): string | undefined => {
  for (let at = resolve(path); ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return undefined;
  }
};

/** How a repository calls the files of a project in it. */
export const pathsOf = (project: string): ((file: string) => string) => {
  const root = repositoryRoot(project) ?? project;
  return (file) => relative(root, join(project, file)).split(sep).join('/');
};

/** The address of a line at the commit that GitHub runs a workflow for; undefined elsewhere. */
export const linkOnGithub = ({ GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name, GITHUB_SHA: commit }: NodeJS.ProcessEnv): ((path: string, line: number) => string) | undefined =>
  server === undefined || name === undefined || commit === undefined ? undefined : (path, line) => `${server}/${name}/blob/${commit}/${path.split('/').map(encodeURIComponent).join('/')}#L${line}`;
