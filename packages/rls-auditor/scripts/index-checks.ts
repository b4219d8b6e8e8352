// Writes what is known of the checks from their folders: src/checks/index.ts, and the catalogue docs/rls-checks.md.
import { readdirSync, writeFileSync } from 'node:fs';
import type { Check } from '../src/checks/check.ts';

const directory = new URL('../src/checks/', import.meta.url);

const ids = readdirSync(directory, { withFileTypes: true }).filter((e) => e.isDirectory()).map((e) => e.name).sort();

const camel = (id: string): string => id.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

export const indexText = (): string => {
  const imports = ids.map((id) => `import ${camel(id)} from './${id}/check.ts';`).join('\n');
  return `// Written by scripts/index-checks.ts: one line a folder.\nimport type { Check } from './check.ts';\n${imports}\n\nexport const checks: readonly Check[] = [${ids.map(camel).join(', ')}];\n`;
};

const rowOf = ({ id, title, severity, threat, mechanisms }: Check): string => `| [${id}](../packages/rls-auditor/src/checks/${id}/check.md) | ${title} | ${severity} | ${threat} | ${mechanisms.join(', ')} |`;

export const catalogueText = (checks: readonly Check[]): string =>
  [
    '# Checks of rls-audit',
    '',
    'Written by `packages/rls-auditor/scripts/index-checks.ts`. Each check has a page with an example that fails and one that passes, and the tests run both. Threats: `bug`, an honest application with a mistake; `injection`, SQL injected as the role of the application; `role`, another role or pipeline. The last column numbers the mechanisms of the catalogue of failures that a check finds.',
    '',
    '| check | what is wrong | severity | threat | mechanisms |',
    '|---|---|---|---|---|',
    ...checks.map(rowOf),
    '',
    'Three findings come from no check: `contradicted-proof` (an attack got through what was proved: a fault of ours), `recorded-statement` (a statement that ran is not held to one tenant, with `--statements`) and `incomplete` databases, which end the run with 3.',
    '',
  ].join('\n');

if (process.argv.includes('--write')) {
  writeFileSync(new URL('index.ts', directory), indexText());
  const { checks } = await import('../src/checks/index.ts');
  writeFileSync(new URL('../../../docs/rls-checks.md', import.meta.url), catalogueText(checks));
}
