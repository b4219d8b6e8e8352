import { dirname } from 'node:path';
import { shownPath } from '@tenantscope/command';
import type { Eslint } from '../found/eslint.ts';
import type { Installation } from '../found/package-manager.ts';
import { addPlugin } from './eslint-edit.ts';
import type { PlannedFile } from './planned-file.ts';

/** What is done about ESLint: a file, or what is left to people. */
export interface EslintPlan {
  readonly file?: PlannedFile | undefined;
  readonly advice: readonly string[];
}

const inModule = ["import tenantscope from 'eslint-plugin-tenantscope';", '', 'export default [/* what is there, */ ...tenantscope.configs.recommended];'];

/** `require` cannot have a plugin that is a module. */
const inCommonJs = ["module.exports = (async () => [/* what is there, */ ...(await import('eslint-plugin-tenantscope')).default.configs.recommended])();"];

const byHand = ({ file, text }: { readonly file: string; readonly text: string }, first: string): EslintPlan => ({ advice: [first, `In ${shownPath(file)}:`, ...(/\bmodule\.exports\b/.test(text) ? inCommonJs : inModule).map((l) => (l === '' ? '' : `  ${l}`))] });

/** Rules with types fail on a file that no tsconfig includes. */
const asksTypes = /projectService|TypeChecked|parserOptions[^]*\bproject\b/;

/** What is left to people about ESLint once a configuration is written. */
export const aboutTypes = (eslint: Eslint): readonly string[] =>
  eslint.kind === 'flat' && asksTypes.test(eslint.text) ? ["ESLint asks for types here: where no tsconfig includes the new configuration, leave it out of ESLint's: { ignores: ['tenantscope.config.*'] }"] : [];

/** Puts the plugin into the configuration of ESLint, where it is installed and there is no doubt how. */
export const planEslint = (eslint: Eslint, directory: string, { add }: Installation): EslintPlan => {
  if (eslint.kind === 'absent') return { advice: ['ESLint is not used here, so its plugin is left out: tenantscope check needs none of it.'] };
  if (eslint.kind === 'old') return { advice: [`ESLint has no eslint.config here (${shownPath(eslint.file)}), and the plugin needs one: https://eslint.org/docs/latest/use/configure/migration-guide`] };
  const { file, text, installed } = eslint;
  if (text.includes('eslint-plugin-tenantscope')) return { advice: [] };
  if (!installed) return byHand(eslint, `To see findings while typing, install the plugin: ${add} eslint-plugin-tenantscope`);
  const edited = dirname(file) === directory && !/\.c[jt]s$/.test(file) ? addPlugin(text) : undefined;
  return edited === undefined ? byHand(eslint, 'The configuration of ESLint is yours to change: how, cannot be told for certain.') : { file: { path: file, text: edited, before: text, what: 'the rules of eslint-plugin-tenantscope' }, advice: [] };
};
