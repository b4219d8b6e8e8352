import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const rulesFolder = new URL('../src/rules/', import.meta.url);

/** Ids of the rules: the folders. */
export const ruleIds = (): readonly string[] => readdirSync(rulesFolder, { withFileTypes: true }).filter((e) => e.isDirectory()).map((e) => e.name).sort();

const camel = (id: string): string => id.replace(/-(\w)/g, (_, c: string) => c.toUpperCase());

const index = (ids: readonly string[]): string =>
  [
    '// Made by scripts/generate.ts from the folders beside this file.',
    ...ids.map((id) => `import ${camel(id)} from './${id}/rule.ts';`),
    '',
    '/** Every rule, by id. */',
    'export const rules = {',
    ...ids.map((id) => `  '${id}': ${camel(id)},`),
    '} as const;',
    '',
  ].join('\n');

/** Files that follow from others. */
export const generated = (): readonly { readonly file: string; readonly text: string }[] => [{ file: fileURLToPath(new URL('index.ts', rulesFolder)), text: index(ruleIds()) }];
