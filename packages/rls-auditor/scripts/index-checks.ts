// Writes src/checks/index.ts from the folders beside it.
import { readdirSync, writeFileSync } from 'node:fs';

const directory = new URL('../src/checks/', import.meta.url);

const camel = (id: string): string => id.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

export const indexText = (): string => {
  const ids = readdirSync(directory, { withFileTypes: true }).filter((e) => e.isDirectory()).map((e) => e.name).sort();
  const imports = ids.map((id) => `import ${camel(id)} from './${id}/check.ts';`).join('\n');
  return `// Written by scripts/index-checks.ts: one line a folder.\nimport type { Check } from './check.ts';\n${imports}\n\nexport const checks: readonly Check[] = [${ids.map(camel).join(', ')}];\n`;
};

if (process.argv.includes('--write')) writeFileSync(new URL('index.ts', directory), indexText());
