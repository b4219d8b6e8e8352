/** Words that mean the same in the names of columns and tables. */
const synonyms: readonly (readonly string[])[] = [
  ['organization', 'organisation', 'org'],
  ['workspace', 'ws'],
  ['tenant'],
  ['company'],
  ['account'],
  ['team'],
  ['project'],
];

const plain = (name: string): string => name.replaceAll('_', '').toLowerCase();

/** `org_id`, `organizationId` → organization: what a column refers to, by its name. */
export const wordOf = (column: string): string => {
  const word = plain(column).replace(/(id|uuid|key)$/, '');
  return synonyms.find((s) => s.includes(word))?.[0] ?? word;
};

const plurals = (word: string): readonly string[] => [word, `${word}s`, `${word}es`, word.replace(/y$/, 'ies')];

/** Whether a table is called what a column refers to: `workspace_id` and `workspaces`. */
export const isNamedAfter = (table: string, column: string): boolean => {
  const word = wordOf(column);
  const words = synonyms.find((s) => s[0] === word) ?? [word];
  return words.flatMap(plurals).includes(plain(table));
};
