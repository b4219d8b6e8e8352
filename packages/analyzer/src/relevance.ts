import { ts } from '#compiler';
import { functionPath, isFunctionLike, type Part } from './flow/names.ts';
import type { ImportGraph } from './project/imports.ts';

/** Calls that start a query whatever the receiver is. */
const strong = /\b(selectFrom|selectNoFrom|insertInto|replaceInto|updateTable|deleteFrom|mergeInto|withRecursive|executeQuery)\s*[(<]/;
/** What starts one where a database library is in reach: `query(`, `.with(`, `.raw(`, tagged templates. An escape counts by itself. */
const weak = /\b(query|unsafe|crossTenant)\s*[(<]|\.(with|raw)\s*[(<]|[\w)\]>]`/;
const identifiers = /[A-Za-z_$][\w$]*/g;

interface Candidate {
  readonly node: ts.Node;
  readonly file: ts.SourceFile;
  readonly name: string;
  /** Names through which others come to what it does: its own, and the fields of a class. */
  readonly published: readonly string[];
  readonly words: ReadonlySet<string>;
  relevant: boolean;
}

/** Whether code may start a query, where a database library is in reach. */
export const startsQuery = (text: string): boolean => strong.test(text) || weak.test(text);

const candidate = (node: ts.Node, file: ts.SourceFile, text: string, imports: Pick<ImportGraph, 'reachesDatabase'>): Candidate => {
  const name = functionPath(node).split('.').at(-1) ?? '';
  return {
    node,
    file,
    name,
    published: [name, ...(ts.isClassLike(node) ? fieldNames(node) : [])].filter((n) => n !== ''),
    words: new Set(text.match(identifiers) ?? []),
    relevant: strong.test(text) || (weak.test(text) && imports.reachesDatabase(file)),
  };
};

const fieldNames = (node: ts.ClassLikeDeclaration): readonly string[] =>
  node.members.flatMap((m) => (ts.isPropertyDeclaration(m) && (ts.isIdentifier(m.name) || ts.isPrivateIdentifier(m.name)) ? [m.name.text.replace('#', '')] : []));

/**
 * The functions worth running: those that may start a query, and those that may call one that does, found by names and imports.
 * That says too much rather than too little, and costs next to nothing.
 */
export const relevantEntries = (
  files: readonly ts.SourceFile[],
  partsOf: (file: ts.SourceFile) => readonly Part[],
  imports: ImportGraph,
): readonly ts.Node[] => {
  const all = files.flatMap((file) => candidatesOf(file, partsOf(file), imports));
  const mayCall = (c: Candidate, file: ts.SourceFile): boolean => file === c.file || imports.reaches(c.file, file);
  return closure(all, mayCall);
};

/** The same for one file alone. */
export const relevantParts = (file: ts.SourceFile, parts: readonly Part[]): readonly ts.Node[] => {
  if (!startsQuery(file.text)) return [];
  return closure(candidatesOf(file, parts, { reachesDatabase: () => true }), () => true);
};

const candidatesOf = (file: ts.SourceFile, parts: readonly Part[], imports: Pick<ImportGraph, 'reachesDatabase'>): readonly Candidate[] =>
  [...parts, file].map((part) => candidate(part, file, ownText(file, part, parts), imports));

/** Those that start a query, and those that may call one of them: by a name that it is published under, in a file within reach. */
const closure = (all: readonly Candidate[], isInReach: (from: Candidate, file: ts.SourceFile) => boolean): readonly ts.Node[] => {
  const holders = new Map<string, Set<ts.SourceFile>>();
  const publish = (c: Candidate): void => {
    for (const name of c.published) holders.set(name, (holders.get(name) ?? new Set()).add(c.file));
  };
  all.filter((c) => c.relevant).forEach(publish);
  const mayCall = (c: Candidate): boolean => [...c.words].some((w) => [...(holders.get(w) ?? [])].some((file) => isInReach(c, file)));
  for (let grew = true; grew; ) {
    grew = false;
    for (const c of all) {
      if (c.relevant || !mayCall(c)) continue;
      c.relevant = true;
      grew = true;
      publish(c);
    }
  }
  return callersFirst(all.filter((c) => c.relevant)).map((c) => c.node);
};

/** Functions nobody mentions come first: what they call is then judged with real arguments. */
const callersFirst = (candidates: readonly Candidate[]): readonly Candidate[] => {
  const mentions = new Map<string, number>();
  for (const c of candidates) for (const w of c.words) mentions.set(w, (mentions.get(w) ?? 0) + 1);
  const isMentioned = (c: Candidate): boolean => c.name !== '' && (mentions.get(c.name) ?? 0) > (c.words.has(c.name) ? 1 : 0);
  return [...candidates.filter((c) => !isMentioned(c)), ...candidates.filter(isMentioned)];
};

/** The names under which functions may be called as methods. */
export const methodNames = (parts: readonly Part[]): readonly string[] =>
  parts.filter(isFunctionLike).map((f) => functionPath(f).split('.').at(-1) ?? '');

/** The classes of a file that extend another. */
export const extendingClasses = (file: ts.SourceFile): readonly ts.ClassLikeDeclaration[] => {
  const found: ts.ClassLikeDeclaration[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isClassLike(node) && node.heritageClauses) found.push(node);
    ts.forEachChild(node, visit);
  };
  if (file.text.includes('extends')) visit(file);
  return found;
};

/** What of a method runs where its class is defined: decorators and a computed name. */
const definingText = (file: ts.SourceFile, part: Part): string =>
  [part, ...(isFunctionLike(part) ? part.parameters : [])]
    .flatMap((node): readonly ts.Node[] => (ts.canHaveDecorators(node) ? (ts.getDecorators(node) ?? []) : []))
    .concat(part.name && ts.isComputedPropertyName(part.name) ? [part.name] : [])
    .map((node) => node.getText(file))
    .join(' ');

/** The text of a file or of a class without the parts in it; all of a function's. */
const ownText = (file: ts.SourceFile, node: Part | ts.SourceFile, parts: readonly Part[]): string => {
  if (isFunctionLike(node)) return node.getText(file);
  let text = '';
  let from = node.pos;
  for (const part of parts) {
    if (part === node || part.pos < from || part.end > node.end) continue;
    text += `${file.text.slice(from, part.pos)} ${ts.isClassLike(node) ? definingText(file, part) : ''} `;
    from = part.end;
  }
  return text + file.text.slice(from, node.end);
};
