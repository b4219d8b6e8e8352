import { createHash } from 'node:crypto';
import { ts } from '#compiler';
import { normalised } from './fingerprint.ts';
import { bindingNames, statementAround } from './flow/names.ts';
import type { ReadText } from './project/text-files.ts';
import { identifiers } from './relevance.ts';

interface Part {
  readonly text: string;
  readonly declares: readonly string[];
  readonly words: ReadonlySet<string>;
}

const importedBy = ({ importClause }: ts.ImportDeclaration): readonly string[] => {
  const bindings = importClause?.namedBindings;
  const named = bindings && (ts.isNamespaceImport(bindings) ? [bindings] : bindings.elements);
  return [importClause?.name, ...(named ?? []).map((b) => b.name)].flatMap((name) => name?.text ?? []);
};

const declaredBy = (statement: ts.Statement): readonly string[] => {
  if (ts.isImportDeclaration(statement)) return importedBy(statement);
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.flatMap((d) => bindingNames(d.name).map((n) => n.text));
  return (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name ? [statement.name.text] : [];
};

const partsByFile = new WeakMap<ts.SourceFile, ReadonlyMap<ts.Node, Part>>();

const partsOf = (file: ts.SourceFile): ReadonlyMap<ts.Node, Part> => {
  const known = partsByFile.get(file);
  if (known) return known;
  const parts = new Map<ts.Node, Part>();
  for (const statement of file.statements) {
    const text = statement.getText(file);
    parts.set(statement, { text, declares: declaredBy(statement), words: new Set(text.match(identifiers)) });
  }
  partsByFile.set(file, parts);
  return parts;
};

const contexts = new WeakMap<ts.Node, string>();

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

/**
 * What of its own file a query site depends on: the statement of the file that it stands in, with those that it names and that these name.
 * The first 16 hexadecimal digits of a SHA-256, the same for all ways to lay out the same code; `read`: what the file reads when it runs.
 */
export const contextOf = (node: ts.Node, read: readonly ReadText[] = []): string => (read.length === 0 ? ownContext(node) : hash(JSON.stringify([ownContext(node), read])));

const ownContext = (node: ts.Node): string => {
  const statement = statementAround(node);
  const known = contexts.get(statement);
  if (known !== undefined) return known;
  const parts = partsOf(node.getSourceFile());
  const used = new Set([statement]);
  for (const at of used)
    for (const [other, { declares }] of parts) if (declares.some((name) => parts.get(at)?.words.has(name))) used.add(other);
  const text = [...parts].flatMap(([at, part]) => (used.has(at) ? [normalised(part.text)] : [])).join('\n');
  const made = hash(text);
  contexts.set(statement, made);
  return made;
};
