import * as parser from '@typescript-eslint/parser';
import type { TSESLint } from '@typescript-eslint/utils';
import { rules } from './rules/index.ts';
import type { Preset, TenantRule } from './session/rule.ts';

type Config = TSESLint.FlatConfig.Config;

type Level = 'warn' | 'error';

const entryOf = (rule: TenantRule, level: Level, presets: readonly Preset[]): Level | [Level, ...unknown[]] => {
  const options = rule.meta.docs?.strictOptions;
  return options && presets.includes('strict') ? [level, ...options] : level;
};

/** Switches rules on: an error in CI, and in the editor. What only the whole program decides is a warning. */
const rulesOf = (presets: readonly Preset[], pending: Level): NonNullable<Config['rules']> =>
  Object.fromEntries(
    Object.entries(rules)
      .filter(([, rule]) => presets.includes(rule.meta.docs?.preset ?? 'recommended'))
      .map(([id, rule]) => [`tenantscope/${id}`, entryOf(rule, id === 'pending-query' ? pending : 'error', presets)]),
  );

/** The parser, with the types of the tsconfig that governs each file. */
const typed = (name: string, files: readonly string[]): Config => ({
  name: `tenantscope/${name}`,
  files: [...files],
  languageOptions: { parser, parserOptions: { projectService: true } },
});

const typescript = ['**/*.{ts,tsx,mts,cts}'];
const javascript = ['**/*.{js,jsx,mjs,cjs}'];

export const createConfigs = (plugin: TSESLint.FlatConfig.Plugin): Readonly<Record<'recommended' | 'strict' | 'javascript' | 'rules', readonly Config[]>> => {
  const on = (name: string, files: readonly string[], presets: readonly Preset[], pending: Level): Config => ({
    name: `tenantscope/${name}`,
    files: [...files],
    plugins: { tenantscope: plugin },
    rules: rulesOf(presets, pending),
  });
  return {
    recommended: [typed('typescript', typescript), on('recommended', typescript, ['recommended'], 'warn')],
    strict: [typed('typescript', typescript), on('strict', typescript, ['recommended', 'strict'], 'error')],
    /** JavaScript with types in JSDoc comments, of projects whose tsconfig has `allowJs`. */
    javascript: [typed('javascript-types', javascript), on('javascript', javascript, ['recommended'], 'warn')],
    /** Without a parser: for those who have typed linting set up. */
    rules: [on('rules', typescript, ['recommended'], 'warn')],
  };
};
