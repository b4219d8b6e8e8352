import { type ts } from 'ts-morph';
import { functionPath } from './flow/names.ts';

/** Words without which no query starts, and tagged templates. */
const roots = /\b(selectFrom|selectNoFrom|insertInto|replaceInto|updateTable|deleteFrom|mergeInto|withRecursive|executeQuery|query|unsafe)\b|\.with\(|[\w)\]>]`/;
const identifiers = /[A-Za-z_$][\w$]*/g;

interface Candidate {
  readonly node: ts.Node;
  readonly name: string;
  readonly words: ReadonlySet<string>;
  relevant: boolean;
}

const candidate = (node: ts.Node, text: string): Candidate => ({
  node,
  name: functionPath(node).split('.').at(-1) ?? '',
  words: new Set(text.match(identifiers) ?? []),
  relevant: roots.test(text),
});

/**
 * The functions worth running: those that may start a query, and those that may call one that does, found by name.
 * Names say too much rather than too little, and cost next to nothing.
 */
export const relevantEntries = (files: readonly ts.SourceFile[], functionsOf: (file: ts.SourceFile) => readonly ts.Node[]): readonly ts.Node[] => {
  const all = files.flatMap((file) => [...functionsOf(file).map((f) => candidate(f, f.getText(file))), candidate(file, topLevelText(file, functionsOf(file)))]);
  const names = new Set(all.filter((c) => c.relevant && c.name !== '').map((c) => c.name));
  for (let grew = true; grew; ) {
    grew = false;
    for (const c of all) {
      if (c.relevant || ![...c.words].some((w) => names.has(w))) continue;
      c.relevant = true;
      grew = true;
      if (c.name !== '') names.add(c.name);
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
