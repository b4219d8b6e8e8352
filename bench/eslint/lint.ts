import { ESLint, type Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import tenantscope from '../../packages/eslint-plugin/src/index.ts';

/** One pass of a set of rules over a text: the milliseconds of the rules, and what they report. */
export interface Pass {
  readonly milliseconds: number;
  readonly byRule: Readonly<Record<string, number>>;
  readonly reports: readonly string[];
}

const typed = { name: 'types', files: ['**/*.ts'], languageOptions: { parser: tseslint.parser, parserOptions: { projectService: true } } };

const sets = {
  ours: [...tenantscope.configs.recommended],
  theirs: [typed, ...tseslint.configs.recommendedTypeChecked],
  both: [typed, ...tseslint.configs.recommendedTypeChecked, ...tenantscope.configs.recommended],
  reversed: [...tenantscope.configs.recommended, ...tseslint.configs.recommendedTypeChecked],
} as const;

export type RuleSet = keyof typeof sets;

const timesOf = ({ stats }: ESLint.LintResult): Readonly<Record<string, number>> =>
  Object.fromEntries((stats?.times.passes ?? []).flatMap((p) => Object.entries(p.rules ?? {})).map(([rule, { total }]) => [rule, total]));

export const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

export const isOurs = ([rule]: readonly [string, unknown]): boolean => rule.startsWith('tenantscope/');

/** ESLint as an editor has it: one instance that lints one text after another. ESLint counts a rule's `create` as its time. */
export const openLinter = (cwd: string, set: RuleSet): ((text: string, filePath: string) => Promise<Pass>) => {
  const eslint = new ESLint({ cwd, stats: true, overrideConfigFile: true, overrideConfig: sets[set] as unknown as Linter.Config[] });
  return async (text, filePath) => {
    const [result] = await eslint.lintText(text, { filePath });
    const byRule = result ? timesOf(result) : {};
    const fatal = result?.messages.find((m) => m.fatal);
    if (fatal) throw new Error(`${filePath}: ${fatal.message}`);
    return { milliseconds: sum(Object.values(byRule)), byRule, reports: (result?.messages ?? []).map((m) => m.ruleId ?? m.message) };
  };
};
