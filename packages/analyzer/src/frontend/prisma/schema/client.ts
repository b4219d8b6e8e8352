import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { PrismaSchema } from './model.ts';
import { readPrismaSchema } from './read.ts';

/** Where a generated client says what it was generated from: a copy of the schema (`prisma-client-js`), or its text in the code (`prisma-client`). */
const copy = 'schema.prisma';
const inlined = join('internal', 'class.ts');

const isRoot = (directory: string): boolean =>
  (existsSync(join(directory, copy)) && existsSync(join(directory, 'index.d.ts'))) || (existsSync(join(directory, inlined)) && existsSync(join(directory, 'models.ts')));

const roots = new Map<string, boolean>();

const isKnownRoot = (directory: string): boolean => {
  let known = roots.get(directory);
  if (known === undefined) roots.set(directory, (known = isRoot(directory)));
  return known;
};

const parts = /^(internal|models|runtime)$/;

/** The directory of the generated client that a file is part of. */
export const clientRoot = (file: string): string | undefined => {
  const directory = dirname(file);
  const root = parts.test(basename(directory)) ? dirname(directory) : directory;
  return isKnownRoot(root) ? root : undefined;
};

const inlineSchema = (code: string): string | undefined => {
  const [, text] = /"inlineSchema":\s*("(?:[^"\\]|\\.)*")/.exec(code) ?? [];
  return text === undefined ? undefined : String(JSON.parse(text));
};

/** Where the schema of the client that a file belongs to may be: what is sent follows from it, and its types do not say all of it. */
export const schemaFiles = (file: string): readonly string[] => {
  const root = clientRoot(file);
  return root === undefined ? [] : [join(root, copy), join(root, inlined)];
};

/** The file of a client that holds its schema. */
const schemaFile = (root: string): string => (existsSync(join(root, copy)) ? join(root, copy) : join(root, inlined));

const schemas = new Map<string, { readonly text: string; readonly schema: PrismaSchema | undefined }>();

/** The schema that a client was generated from: what it sends follows from this one, and not from what the project's may have become since. */
export const clientSchema = (root: string): PrismaSchema | undefined => {
  const file = schemaFile(root);
  const text = readFileSync(file, 'utf8');
  const known = schemas.get(root);
  if (known?.text === text) return known.schema;
  const source = file.endsWith('.ts') ? inlineSchema(text) : text;
  const schema = source === undefined ? undefined : readPrismaSchema(source);
  schemas.set(root, { text, schema });
  return schema;
};
