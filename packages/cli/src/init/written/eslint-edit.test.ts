import { describe, expect, it } from 'vitest';
import { addPlugin } from './eslint-edit.ts';

const plugin = "import tenantscope from 'eslint-plugin-tenantscope';";
const element = '...tenantscope.configs.recommended';

describe('addPlugin', () => {
  it.each([
    ['a list', "import js from '@eslint/js';\n\nexport default [\n  js.configs.recommended,\n  { rules: {} },\n];\n", `import js from '@eslint/js';\n${plugin}\n\nexport default [\n  js.configs.recommended,\n  { rules: {} },\n  ${element},\n];\n`],
    ['a list in one line, without a semicolon', "import a from 'a'\nexport default [a]\n", `import a from 'a'\nimport tenantscope from 'eslint-plugin-tenantscope'\nexport default [a, ${element}]\n`],
    ['an empty list', '// mine\nexport default [];\n', `// mine\n${plugin}\n\nexport default [${element}];\n`],
    ['defineConfig of a list', 'import { defineConfig } from "eslint/config";\nexport default defineConfig([{ rules: {} }]);\n', `import { defineConfig } from "eslint/config";\nimport tenantscope from "eslint-plugin-tenantscope";\nexport default defineConfig([{ rules: {} }, ${element}]);\n`],
    ['tseslint.config of several', "import tseslint from 'typescript-eslint';\nexport default tseslint.config(\n\t...tseslint.configs.strict,\n\t{\n\t\trules: {},\n\t}, // last\n);\n", `import tseslint from 'typescript-eslint';\n${plugin}\nexport default tseslint.config(\n\t...tseslint.configs.strict,\n\t{\n\t\trules: {},\n\t},\n\t${element}, // last\n);\n`],
    ['a constant', "/** @type {import('eslint').Linter.Config[]} */\nconst all = [{}];\nexport default all;\n", `/** @type {import('eslint').Linter.Config[]} */\n${plugin}\n\nconst all = [{}, ${element}];\nexport default all;\n`],
    ['satisfies', "import type { Linter } from 'eslint';\nexport default [{}] satisfies Linter.Config[];\n", `import type { Linter } from 'eslint';\n${plugin}\nexport default [{}, ${element}] satisfies Linter.Config[];\n`],
    ['lines of Windows', "import a from 'a';\r\nexport default [\r\n  a\r\n];\r\n", `import a from 'a';\r\n${plugin}\r\nexport default [\r\n  a,\r\n  ${element}\r\n];\r\n`],
  ])('adds to %s', (_name, before, after) => {
    expect(addPlugin(before)).toBe(after);
  });

  it.each([
    ['a function', 'export default () => [];'],
    ['a call that nobody knows', "import make from '@antfu/eslint-config';\nexport default make({});"],
    ['a promise', 'export default await load();'],
    ['CommonJS', 'module.exports = [];'],
    ['a variable that may change', 'let all = [];\nexport default all;'],
    ['two exports', 'export default [];\nexport default [];'],
    ['what is no JavaScript', 'export default [;'],
    ['an empty file', ''],
    ['a name that is taken', 'const tenantscope = 1;\nexport default [];'],
    ['an import of the list', "import all from './all.js';\nexport default all;"],
  ])('leaves %s alone', (_name, text) => {
    expect(addPlugin(text)).toBeUndefined();
  });
});
