// Everything that is made from something else: the rule index, the rules' pages, the JSON Schemas, the hashes of what pages may run.
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { toJsonSchema } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import { configurationSchema } from '../src/model/validate-schema.ts';
import { script } from '../src/report/html/script.ts';
import { stylesheet } from '../src/report/html/stylesheet.ts';
import { partSchema } from '../src/report/part-schema.ts';
import { checkReportSchema, proveReportSchema } from '../src/report/schema.ts';
import { suppressionsReportSchema } from '../src/report/suppressions-schema.ts';
import { exampleConfiguration, exampleSchema } from '../src/rules/example-schema.ts';
import type { Rule } from '../src/rules/rule.ts';
import { configurationPage } from './configuration-page.ts';

export interface GeneratedFile {
  /** Relative to the repository. */
  readonly path: string;
  readonly text: string;
}

const rulesFolder = new URL('../src/rules/', import.meta.url);
const isRule = (file: string): boolean => /^(no|unproven|invalid)-.*\.ts$/.test(file) && !file.endsWith('.test.ts');
const ruleIds = readdirSync(rulesFolder).filter(isRule).map((file) => file.slice(0, -'.ts'.length)).sort();

const variable = (id: string): string => id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

const index = `// Made by scripts/generate.ts from the files of this folder.
${ruleIds.map((id) => `import { ${variable(id)} } from './${id}.ts';`).join('\n')}
import type { Rule } from './rule.ts';

/** Every rule, by id. */
export const rules: readonly Rule[] = [
${ruleIds.map((id) => `  ${variable(id)},`).join('\n')}
];
`;

const rules = await Promise.all(
  ruleIds.map(async (id) => {
    const module = (await import(new URL(`${id}.ts`, rulesFolder).href)) as Readonly<Record<string, Rule>>;
    const rule = module[variable(id)];
    if (rule?.id !== id) throw new Error(`${id}.ts must export ${variable(id)} with the id ${id}`);
    return rule;
  }),
);

const rows = (belongs: (rule: Rule) => boolean): string =>
  rules.filter(belongs).map((r) => `| [\`${r.id}\`](${r.id}.md) | ${r.title} |`).join('\n');

const overview = `# Rules

The rules that end in a proof of the opposite: there are rows of another tenant that the statement reads or changes.

| rule | what it reports |
|---|---|
${rows((r) => r.verdict === 'unscoped')}

The rules for what cannot be proved. They fail the gate too.

| rule | what it reports |
|---|---|
${rows((r) => r.verdict === 'unproven' && r.about === 'site')}

The rules for what answers for findings: comments, and the baseline.

| rule | what it reports |
|---|---|
${rows((r) => r.about !== 'site')}

## The database of the examples
\`$1\` is the trusted tenant, every other parameter a value of the request.
\`\`\`sql
${exampleSchema}
\`\`\`
\`\`\`json
${JSON.stringify(exampleConfiguration, null, 2)}
\`\`\`
`;

const jsonSchema = (name: string, title: string, schema: GenericSchema): GeneratedFile => ({
  path: `packages/core/schemas/${name}.schema.json`,
  text: `${JSON.stringify({ $schema: 'http://json-schema.org/draft-07/schema#', title, ...toJsonSchema(schema, { errorMode: 'ignore' }) }, null, 2)}\n`,
});

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

const hashes = `// Made by scripts/generate.ts from the style and the script of this folder: the page's policy allows these alone.
export const hashes = {
  stylesheet: '${hashOf(stylesheet)}',
  script: '${hashOf(script)}',
} as const;
`;

export const generated: readonly GeneratedFile[] = [
  { path: 'packages/core/src/rules/index.ts', text: index },
  { path: 'packages/core/src/report/html/hashes.ts', text: hashes },
  ...rules.map((rule) => ({ path: `docs/rules/${rule.id}.md`, text: rule.explain })),
  { path: 'docs/rules/README.md', text: overview },
  { path: 'docs/configuration.md', text: configurationPage(toJsonSchema(configurationSchema, { errorMode: 'ignore' })) },
  jsonSchema('configuration', 'tenantscope.config', configurationSchema),
  jsonSchema('check', 'tenantscope check --format json', checkReportSchema),
  jsonSchema('part', 'tenantscope check --shard', partSchema),
  jsonSchema('suppressions', 'tenantscope baseline --suppressions --format json', suppressionsReportSchema),
  jsonSchema('prove', 'tenantscope prove --format json', proveReportSchema),
];
