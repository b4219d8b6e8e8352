import { existsSync, readdirSync } from 'node:fs';

const folder = new URL('../src/frontend/', import.meta.url);
const names = readdirSync(folder).filter((name) => existsSync(new URL(`${name}/front-end.ts`, folder))).sort();
const variable = (name: string): string => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

export const generated = {
  file: new URL('registry.ts', folder),
  text: `// Made by scripts/generate.ts from the folders beside this file.
import type { FrontEnd } from './front-end.ts';
${names.map((name) => `import { ${variable(name)} } from './${name}/front-end.ts';`).join('\n')}

/** Every library whose queries are read. */
export const frontEnds: readonly FrontEnd[] = [
${names.map((name) => `  ${variable(name)},`).join('\n')}
];
`,
};
