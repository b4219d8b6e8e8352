import { analyzeProject, type Site } from '@tenantscope/analyzer';
import type { Configuration } from '@tenantscope/core';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Emitted } from '../emit/kysely.ts';
import { labModel, labTables } from '../judge.ts';
import { labConfiguration } from '../schema.ts';
import { type Parameter, variableOf } from './case.ts';

const packageRoot = join(dirname(fileURLToPath(import.meta.url)), '../..');

const types = { uuid: 'string', int: 'number', text: 'string', bool: 'boolean', other: 'unknown' } as const;

const tables = labTables.map((t) => `  ${t.name}: { ${t.columns.map((c) => `${c.name}: ${c.owner ? 'TenantId' : types[c.type]}`).join('; ')} };`).join('\n');

const shared: Readonly<Record<string, string>> = {
  'src/db.ts': `declare const brand: unique symbol;
export type TenantId = string & { readonly [brand]: 'TenantId' };
export interface DB {
${tables}
}
`,
  'tsconfig.json': JSON.stringify({ compilerOptions: { strict: true, target: 'es2022', module: 'nodenext', moduleResolution: 'nodenext', skipLibCheck: true, noEmit: true, types: [] }, include: ['src'] }),
};

const configuration: Configuration = { ...labConfiguration, tenant: { ...labConfiguration.tenant, types: ['TenantId'] } };

/** A program and the values it uses. */
export interface Program extends Emitted {
  readonly parameters: readonly Parameter[];
}

const nameOf = (index: number): string => `site${index}`;

const functionOf = ({ program, argument, parameters }: Program, index: number): string => {
  const own = parameters.filter((p) => p.trusted).map((p) => `, ${variableOf(p)}: TenantId${p.nonNull ? '' : ' | null'}`);
  const requested = parameters.filter((p) => !p.trusted).map(variableOf);
  const parsed = requested.length === 0 ? '' : `  const { ${requested.join(', ')} } = JSON.parse(body);\n`;
  return `export const ${nameOf(index)} = (db: Kysely<DB>, body: string${own.join('')}) => {\n${parsed}  return ${program}.execute${argument};\n};\n`;
};

const sourceOf = (programs: readonly Program[]): string =>
  `import { sql, type Kysely } from 'kysely';\nimport type { DB, TenantId } from './db.js';\n\n${programs.map(functionOf).join('\n')}`;

/** Lays out a project of one file, reads it with the analyzer, and removes it: the query sites of each program. */
export const analyzePrograms = async (programs: readonly Program[]): Promise<readonly (readonly Site[])[]> => {
  const directory = mkdtempSync(join(tmpdir(), 'agree-'));
  try {
    mkdirSync(join(directory, 'src'));
    for (const [path, text] of Object.entries({ ...shared, 'src/programs.ts': sourceOf(programs) })) writeFileSync(join(directory, path), text);
    symlinkSync(join(packageRoot, 'node_modules'), join(directory, 'node_modules'));
    const { sites } = await analyzeProject({ directory, configuration, model: labModel });
    return programs.map((_, i) => sites.filter((s) => s.function === nameOf(i)));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};
