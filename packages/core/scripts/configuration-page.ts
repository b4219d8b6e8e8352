// docs/configuration.md: the keys are those of the JSON Schema.

interface Key {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Key>>;
  readonly anyOf?: readonly Key[];
  readonly enum?: readonly string[];
  readonly items?: Key;
}

const typeOf = (key: Key): string => {
  if (key.enum) return key.enum.map((e) => `\`'${e}'\``).join(' or ');
  if (key.anyOf) return key.anyOf.map(typeOf).join(' or ');
  if (key.type === 'array') return 'list of strings';
  return key.type === 'object' ? (key.properties ? 'object' : 'table → string') : (key.type ?? '');
};

const rows = (key: Key, path: string): readonly string[] =>
  [key, ...(key.anyOf ?? [])].flatMap((part) =>
    Object.entries(part.properties ?? {}).flatMap(([name, child]) => {
      const own = `| \`${path}${name}\` | ${typeOf(child)} | ${child.description ?? ''} |`;
      return name === '$schema' ? [] : [own, ...rows(child, `${path}${name}.`)];
    }),
  );

const intro = `# Configuration

\`tenantscope.config.ts\`, \`.js\`, \`.mjs\` or \`.json\`: the one in the checked directory, else the nearest above it, up to the root of the repository. Two in one directory are an error. A module exports the object as its default; \`defineConfig\` from \`tenantscope\` types it. JSON may name its schema: \`"$schema": "./node_modules/@tenantscope/core/schemas/configuration.schema.json"\`. Paths are relative to the configuration file.

An unknown key, and a table or column that is not in the schema, is an error that names the nearest one that exists (exit 2).

| key | type | meaning |
|---|---|---|
`;

const outro = `
## Whose rows a table holds
In this order: the tenant root belongs to the tenant its key names · \`tables.via\` (owned by the row of the parent it refers to) · \`tables.shared\` (read by everyone, written by nobody on behalf of a tenant) · the table has its tenant column. A table that is none of these is reported under [unproven-table](rules/unproven-table.md) wherever it is used.

\`tables.public\` lets everyone *read* the rows for which the predicate is true; writing them still needs the tenant.

## Where the schema comes from
\`schema.migrations\`: SQL files, applied in the order of their names (numbers as numbers); \`*.down.sql\` files and the way back inside a file (dbmate, goose) are left out. Without it, \`schema.types\` names the Kysely interface, which knows columns but no keys. With neither, \`migrations/*.sql\`, \`db/migrations/*.sql\`, \`schema.sql\` and other usual places are tried, then the \`DB\` type of the first Kysely handle; the run says what it assumed. \`schema.snapshot\` is not supported yet (exit 2).

\`prove\` takes the schema from \`--schema\`, else from the configuration. Without either, every table is taken to be tenant-owned.
`;

export const configurationPage = (schema: object): string => `${intro}${rows(schema, '').join('\n')}\n${outro}`;
