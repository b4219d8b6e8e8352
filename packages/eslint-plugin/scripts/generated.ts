import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const rulesFolder = new URL('../src/rules/', import.meta.url);
const readme = new URL('../README.md', import.meta.url);

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

/** What the head of a rule's page says. `catalogue.test.ts` compares it with the rule. */
const rowOf = (id: string): readonly string[] => {
  const page = new URL(`${id}/rule.md`, rulesFolder);
  const [, , description, , facts = ''] = existsSync(page) ? readFileSync(page, 'utf8').split('\n') : [];
  const [, preset, suggestions] = /^Preset: (\w+) .* Suggestions: (yes|no)$/.exec(facts) ?? [];
  return description === undefined ? [] : [`| [\`${id}\`](src/rules/${id}/rule.md) | ${description.replace(/\.$/, '')} | ${preset ?? ''} | ${suggestions ?? ''} |`];
};

const table = (ids: readonly string[]): string => ['| rule | what it does | preset | suggestions |', '|---|---|---|---|', ...ids.flatMap(rowOf)].join('\n');

const withTable = (text: string, ids: readonly string[]): string => text.replace(/(<!-- rules -->\n)[^]*(\n<!-- end of rules -->)/, (_, start: string, end: string) => `${start}${table(ids)}${end}`);

/** Files that follow from others. */
export const generated = (): readonly { readonly file: string; readonly text: string }[] => [
  { file: fileURLToPath(new URL('index.ts', rulesFolder)), text: index(ruleIds()) },
  { file: fileURLToPath(readme), text: withTable(readFileSync(readme, 'utf8'), ruleIds()) },
];
