// One rule that asks for types, over the sources of a project, as its linter runs it.
import { ESLint, type Linter } from 'eslint';
import tseslint from 'typescript-eslint';

const [directory = '.'] = process.argv.slice(2);

const config = {
  files: ['**/*.{ts,tsx,mts,cts}'],
  plugins: { '@typescript-eslint': tseslint.plugin },
  languageOptions: { parser: tseslint.parser, parserOptions: { project: 'tsconfig.json', tsconfigRootDir: directory } },
  linterOptions: { reportUnusedDisableDirectives: 'off' },
  rules: { '@typescript-eslint/no-floating-promises': 'error' },
};

const eslint = new ESLint({ cwd: directory, overrideConfigFile: true, overrideConfig: [config] as unknown as Linter.Config[], allowInlineConfig: false });
const results = await eslint.lintFiles(['src']);
console.log(`${results.length} files`);
