import { ts } from '#compiler';
import { aliasesOf } from './aliases.ts';
import { isFunctionLike, lastName, type Part } from './flow/names.ts';
import type { Starts } from './frontend/starts.ts';
import type { ImportGraph } from './project/imports.ts';

/** The words of a text, keywords among them. */
export const identifiers = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu;

/** What may make code worth running, under names by which others come to it. */
interface Candidate {
  /** The function, class or file to run; none for an alias. */
  readonly node: ts.Node | undefined;
  readonly file: ts.SourceFile;
  /** Names through which others come to what it does: its own, and the fields of a class. */
  readonly published: readonly string[];
  /** Callers need not import its file: they know what its class extends or implements. */
  readonly anywhere: boolean;
  readonly words: ReadonlySet<string>;
  relevant: boolean;
}

interface Entry extends Candidate {
  readonly node: ts.Node;
}

interface Reach extends Pick<ImportGraph, 'reachesDatabase'> {
  readonly starts: Starts;
}

/** `require('./orders')(…)` calls a default export without naming it. */
const wordsOf = (text: string): ReadonlySet<string> => {
  const words = new Set(text.match(identifiers) ?? []);
  return words.has('require') ? words.add('default') : words;
};

const isDerived = (node: ts.Node): boolean => ts.isClassLike(node) && node.heritageClauses !== undefined;

const candidate = (node: ts.Node | undefined, file: ts.SourceFile, published: readonly string[], text: string, { starts, reachesDatabase }: Reach): Candidate => ({
  node,
  file,
  published,
  anywhere: node !== undefined && isDerived(ts.isClassLike(node.parent) ? node.parent : node),
  words: wordsOf(text),
  relevant: starts.strongIn(text) || (starts.in(text) && reachesDatabase(file)),
});

/** Names that code elsewhere may call by: its own, the fields of a class, and what objects and classes that are made in it offer. */
const publishedNames = (node: ts.Node): readonly string[] => {
  const found: string[] = [];
  const visit = (at: ts.Node): void => {
    if (isFunctionLike(at)) found.push(lastName(at));
    if (ts.isClassLike(at)) found.push(...fieldNames(at));
    ts.forEachChild(at, visit);
  };
  if (isFunctionLike(node)) visit(node);
  else found.push(lastName(node), ...(ts.isClassLike(node) ? fieldNames(node) : []));
  // A name may be any text: `'list-orders'() {}`.
  return [...new Set(found.flatMap((name) => name.match(identifiers) ?? []))];
};

const fieldNames = (node: ts.ClassLikeDeclaration): readonly string[] =>
  node.members.flatMap((m) => (ts.isPropertyDeclaration(m) && (ts.isIdentifier(m.name) || ts.isPrivateIdentifier(m.name)) ? [m.name.text.replace('#', '')] : []));

/** What a project has that can be run, found by names. */
interface Relevance {
  /** The functions worth running: those that may start a query, and those that may call one that does. */
  readonly entries: readonly ts.Node[];
  /** The names under which these are called, aliases among them. */
  readonly names: ReadonlySet<string>;
}

/** Found by names and imports: that says too much rather than too little, and costs next to nothing. */
export const relevanceOf = (
  files: readonly ts.SourceFile[],
  partsOf: (file: ts.SourceFile) => readonly Part[],
  imports: ImportGraph,
  starts: Starts,
): Relevance => {
  const all = files.flatMap((file) => candidatesOf(file, partsOf(file), { starts, reachesDatabase: imports.reachesDatabase }));
  const mayCall = (c: Candidate, file: ts.SourceFile): boolean => file === c.file || imports.reaches(c.file, file);
  const entries = closure(all, mayCall);
  return { entries, names: new Set(all.flatMap((c) => (c.relevant ? c.published : []))) };
};

/** The same for one file alone. */
export const relevantParts = (file: ts.SourceFile, parts: readonly Part[], starts: Starts): readonly ts.Node[] => {
  if (!starts.in(file.text)) return [];
  return closure(candidatesOf(file, parts, { starts, reachesDatabase: () => true }), () => true);
};

const candidatesOf = (file: ts.SourceFile, parts: readonly Part[], reach: Reach): readonly Candidate[] => [
  ...[...parts, file].map((part) => candidate(part, file, publishedNames(part), ownText(file, part, parts), reach)),
  ...aliasesOf(file).map(({ names, text }) => candidate(undefined, file, names, text, reach)),
];

/** Those that start a query, and those that may call one of them: by a name that it is published under, in a file within reach. */
const closure = (all: readonly Candidate[], isInReach: (from: Candidate, file: ts.SourceFile) => boolean): readonly ts.Node[] => {
  const holders = new Map<string, Set<ts.SourceFile>>();
  const known = new Set<string>();
  const publish = (c: Candidate): void => {
    for (const name of c.published) {
      if (c.anywhere) known.add(name);
      else holders.set(name, (holders.get(name) ?? new Set()).add(c.file));
    }
  };
  all.filter((c) => c.relevant).forEach(publish);
  const mayCall = (c: Candidate): boolean => [...c.words].some((w) => known.has(w) || [...(holders.get(w) ?? [])].some((file) => isInReach(c, file)));
  for (let grew = true; grew; ) {
    grew = false;
    for (const c of all) {
      if (c.relevant || !mayCall(c)) continue;
      c.relevant = true;
      grew = true;
      publish(c);
    }
  }
  return callersFirst(all.filter((c): c is Entry => c.node !== undefined && c.relevant)).map((c) => c.node);
};

/** Functions nobody mentions come first: what they call is then judged with real arguments. */
const callersFirst = (candidates: readonly Entry[]): readonly Entry[] => {
  const mentions = new Map<string, number>();
  for (const c of candidates) for (const w of c.words) mentions.set(w, (mentions.get(w) ?? 0) + 1);
  const isMentioned = ({ node, words }: Entry): boolean => {
    const name = lastName(node);
    return name !== '' && (mentions.get(name) ?? 0) > (words.has(name) ? 1 : 0);
  };
  return [...candidates.filter((c) => !isMentioned(c)), ...candidates.filter(isMentioned)];
};

/** The names under which the functions of a file are called, aliases among them. */
export const functionNames = (file: ts.SourceFile, parts: readonly Part[]): readonly string[] => [...parts.flatMap(publishedNames), ...aliasesOf(file).flatMap((a) => a.names)];

/** The names under which functions may be called as methods. */
export const methodNames = (parts: readonly Part[]): readonly string[] =>
  parts.filter(isFunctionLike).map(lastName);

/** The classes of a file that extend or implement another. */
export const derivedClasses = (file: ts.SourceFile): readonly ts.ClassLikeDeclaration[] => {
  const found: ts.ClassLikeDeclaration[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isClassLike(node) && node.heritageClauses) found.push(node);
    ts.forEachChild(node, visit);
  };
  if (/\b(extends|implements)\b/.test(file.text)) visit(file);
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
