import { ts } from 'ts-morph';
import { functionPath } from './flow/names.ts';

/** Words without which no query starts. */
const roots = /\b(selectFrom|selectNoFrom|insertInto|replaceInto|updateTable|deleteFrom|mergeInto|withRecursive|executeQuery|query|unsafe)\b|\bsql\b|\.with\(|`/;
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
  return all.filter((c) => c.relevant).map((c) => c.node);
};

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
