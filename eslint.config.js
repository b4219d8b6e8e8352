import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['**/dist/', '**/node_modules/', '.stryker/', 'fixtures/', 'docs/examples/', '**/*.cjs', 'eslint.config.js', 'packages/analyzer/compiler/'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // As tsc has it: a leading underscore says that an override does not need the parameter.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
    },
  },
  {
    // The compiler's declarations call present what a node or symbol may lack at run time.
    files: ['packages/analyzer/src/**'],
    rules: { '@typescript-eslint/no-unnecessary-condition': 'off' },
  },
  {
    // Runs on a runner as it is, where nothing is installed.
    files: ['.github/**/*.mjs'],
    ...tseslint.configs.disableTypeChecked,
  },
);
