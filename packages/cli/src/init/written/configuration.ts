import { join } from 'node:path';
import type { Choices } from '../choices.ts';
import type { Found } from '../found/found.ts';
import { isInstalled } from '../found/manifest.ts';
import { assumedColumn } from '../found/tenant-column.ts';
import { type Lines, list, moduleOf, quote, remark, sentence } from './literal.ts';
import type { PlannedFile } from './planned-file.ts';
import { tableLines } from './tables.ts';
import { tenantLines } from './tenant.ts';

const documentation = 'https://github.com/tenantscope/tenantscope/blob/main/docs/configuration.md';

const namingLines = ({ naming }: Found): Lines => {
  if (!naming) return [];
  const place = `${naming.file}:${naming.line}`;
  return naming.options
    ? [remark(`There is a CamelCasePlugin (${place}) with options, which may name things in another way than this does.`), "// naming: 'camelCase',"]
    : [remark(`There is a CamelCasePlugin (${place}).`), "naming: 'camelCase',"];
};

const schemaLines = ({ schema: { migrations, types, passedOver, schema } }: Found): Lines => {
  const aside = passedOver.map((why) => remark(`Passed over: ${why}.`));
  if (migrations) {
    const [only = ''] = migrations.value;
    const value = migrations.value.length === 1 ? quote(only) : `[${migrations.value.map(quote).join(', ')}]`;
    return ['schema: {', `  ${sentence(migrations.why)}`, ...aside.map((l) => `  ${l}`), `  migrations: ${value},`, '},'];
  }
  if (types) return ['schema: {', `  ${sentence(types.why)}`, ...aside.map((l) => `  ${l}`), `  types: ${quote(types.value)},`, '},'];
  if (schema) return [remark('The tables are those that the code itself declares.'), ...aside];
  return [remark('No SQL that makes tables was found: every table is taken to be tenant-owned. The output of pg_dump --schema-only says more.'), ...aside, "// schema: { migrations: 'schema.sql' },"];
};

const databaseLines = ({ roles }: Found): Lines => (roles.length === 0 ? [] : ['database: {', `  ${remark('What rls-audit looks at.')}`, ...list('runtimeRoles', roles).map((l) => `  ${l}`), '},']);

const head = (typed: boolean): Lines => [
  ...(typed ? ["import { defineConfig } from 'tenantscope';", ''] : []),
  remark('Written by `tenantscope init`: each guess says where it came from. It is yours now, and is not written again.'),
  remark(`All keys: ${documentation}`),
];

/** The configuration, in TypeScript unless a compiler would take it for a source of the product. */
export const configurationFile = (found: Found, choices: Choices): PlannedFile => {
  const column = found.column?.value ?? assumedColumn;
  const name = found.compiled ? 'tenantscope.config.mjs' : 'tenantscope.config.ts';
  const typed = isInstalled('tenantscope', found.directory);
  const text = moduleOf(head(typed), [...tenantLines(found, column, choices), ...tableLines(found, choices), ...namingLines(found), ...schemaLines(found), ...databaseLines(found)]);
  return {
    path: join(found.directory, name),
    text: typed ? text.replace('export default {', 'export default defineConfig({').replace(/\};\n$/, '});\n') : text,
    what: 'the configuration',
  };
};
