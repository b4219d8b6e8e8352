import { type ts } from 'ts-morph';
import { functionPath } from './flow/names.ts';
import type { ImportGraph } from './project/imports.ts';

/** Calls that start a query whatever the receiver is. */
const strong = /\b(selectFrom|selectNoFrom|insertInto|replaceInto|updateTable|deleteFrom|mergeInto|withRecursive|executeQuery)\s*[(<]/;
/** What starts one where a database library is in reach: `query(`, `.with(`, tagged templates. */
const weak = /\b(query|unsafe)\s*[(<]|\.with\s*[(<]|[\w)\]>]`/;
const identifiers = /[A-Za-z_$][\w$]*/g;

interface Candidate {
  readonly node: ts.Node;
  readonly file: ts.SourceFile;
  readonly name: string;
  readonly words: ReadonlySet<string>;
  relevant: boolean;
}

const candidate = (node: ts.Node, file: ts.SourceFile, text: string, imports: ImportGraph): Candidate => ({
  node,
  file,
  name: functionPath(node).split('.').at(-1) ?? '',
  words: new Set(text.match(identifiers) ?? []),
  relevant: strong.test(text) || (weak.test(text) && imports.reachesDatabase(file)),
});

/**
 * The functions worth running: those that may start a query, and those that may call one that does, found by names and imports.
 * That says too much rather than too little, and costs next to nothing.
 */
export const relevantEntries = (
  files: readonly ts.SourceFile[],
  functionsOf: (file: ts.SourceFile) => readonly ts.Node[],
  imports: ImportGraph,
): readonly ts.Node[] => {
  const all = files.flatMap((file) => {
    const functions = functionsOf(file);
    return [...functions.map((f) => candidate(f, file, f.getText(file), imports)), candidate(file, file, topLevelText(file, functions), imports)];
  });
  const holders = new Map<string, Set<ts.SourceFile>>();
  const publish = (c: Candidate): void => {
    if (c.name !== '') holders.set(c.name, (holders.get(c.name) ?? new Set()).add(c.file));
  };
  all.filter((c) => c.relevant).forEach(publish);
  const mayCall = (c: Candidate): boolean => [...c.words].some((w) => [...(holders.get(w) ?? [])].some((file) => file === c.file || imports.reaches(c.file, file)));
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

/** The names of everything that may be called as a method of the project's own. */
export const methodNames = (files: readonly ts.SourceFile[], functionsOf: (file: ts.SourceFile) => readonly ts.Node[]): ReadonlySet<string> =>
  new Set(files.flatMap((file) => functionsOf(file).map((f) => functionPath(f).split('.').at(-1) ?? '')));

/** The text of a file without its functions. */
const topLevelText = (file: ts.SourceFile, functions: readonly ts.Node[]): string => {
  let text = '';
  let from = 0;
  for (const f of functions) {
    text += file.text.slice(from, f.pos);
    from = f.end;
  }
  return text + file.text.slice(from);
};
