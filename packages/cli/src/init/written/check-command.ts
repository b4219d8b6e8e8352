import type { Found } from '../found/found.ts';

/** A word of a command line, for a shell of POSIX. */
export const shellWord = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** The gate, as it is called at the root of the repository. */
export const checkCommand = ({ repository }: Found, tsconfig: string | undefined): string =>
  ['npx tenantscope check', ...(repository.path === '.' ? [] : [shellWord(repository.path)]), ...(tsconfig === undefined ? [] : ['--tsconfig', shellWord(tsconfig)])].join(' ');

/** What installs the dependencies, from the root of the repository. */
export const installCommand = ({ installation: { at, install } }: Found): string => (at === '.' ? install : `(cd ${shellWord(at)} && ${install})`);

/** What prints the report of the gate again. */
export const reportCommand = ({ repository }: Found): string => `npx tenantscope report check.json${repository.path === '.' ? '' : ` --directory ${shellWord(repository.path)}`}`;
