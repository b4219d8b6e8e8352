import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';

interface Source {
  readonly imports: ReadonlyMap<string, ReadonlySet<string>>;
  readonly statements: readonly string[];
  readonly names: readonly string[];
}

const bindingsOf = (declaration: ts.ImportDeclaration): readonly string[] => {
  const bindings = declaration.importClause?.namedBindings;
  const isType = declaration.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
  return bindings && ts.isNamedImports(bindings) ? bindings.elements.map((e) => (isType ? `type ${e.getText()}` : e.getText())) : [];
};

const isLeak = (node: ts.Node): boolean => node.getFullText().includes('leak:');

/** A declaration as it is written; a class without its members that are marked as leaks. */
const written = (statement: ts.Statement): readonly string[] => {
  if (!ts.isClassDeclaration(statement)) return isLeak(statement) ? [] : [statement.getFullText().trim()];
  const [first] = statement.members;
  if (!first) return [];
  const file = statement.getSourceFile();
  const head = file.text.slice(statement.getStart(), first.pos);
  return [`${head}${statement.members.filter((m) => !isLeak(m)).map((m) => m.getFullText()).join('')}\n}`];
};

const read = (path: string): Source => {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ESNext, true);
  const imports = new Map(file.statements.filter(ts.isImportDeclaration).map((d) => [(d.moduleSpecifier as ts.StringLiteral).text, new Set(bindingsOf(d))] as const));
  const statements = file.statements.filter((s) => !ts.isImportDeclaration(s));
  return { imports, statements: statements.flatMap(written), names: statements.flatMap((s) => ('name' in s && s.name ? [(s.name as ts.Identifier).text] : [])) };
};

const merged = (sources: readonly Source[]): string => {
  const imports = new Map<string, Set<string>>();
  for (const source of sources) for (const [module, names] of source.imports) imports.set(module, new Set([...(imports.get(module) ?? []), ...names]));
  const bodies = sources.flatMap((s) => s.statements);
  const isUsed = (name: string): boolean => bodies.some((b) => b.includes(name.replace(/^type /, '').split(' ').at(-1) ?? name));
  const lines = [...imports].map(([module, names]) => `import { ${[...names].filter((n) => isUsed(n) && !(n.startsWith('type ') && names.has(n.slice(5)))).join(', ')} } from '${module}';`);
  return [...lines, '', ...bodies.map((b) => `${b}\n`)].join('\n');
};

const filter = /\n? *\.where\('(?:\w+\.)?tenant_id', '=', auth\.tenantId\)/g;

/** Takes filters out at even distances: as many leaks. */
const withLeaks = (text: string, leaks: number): string => {
  const found = [...text.matchAll(filter)];
  const step = found.length / leaks;
  const taken = Array.from({ length: leaks }, (_, i) => found[Math.floor(i * step)]).filter((m) => m !== undefined);
  return taken.reduceRight((t, { index, 0: filtered }) => t.slice(0, index) + t.slice(index + filtered.length), text);
};

/** A file of about 500 lines: the repositories of the sample application, one after another, without the leaks in them and with others. */
export const repositoryFile = (directory: string, leaks: number, lines = 500): string => {
  const taken: Source[] = [];
  for (const name of readdirSync(directory).filter((n) => n.endsWith('.ts')).sort()) {
    const source = read(`${directory}/${name}`);
    if (source.names.some((n) => taken.some((t) => t.names.includes(n)))) continue;
    taken.push(source);
    if (merged(taken).split('\n').length >= lines) break;
  }
  return withLeaks(merged(taken), leaks);
};
