import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../../../../', import.meta.url));
export const benchmark = join(repository, 'fixtures/benchmark');

export type Language = 'sql' | 'typescript';

/** What a comment says of the query site below it. */
interface Mark {
  readonly kind: 'leak' | 'safe';
  /** The rule that tenantscope is expected to report there. */
  readonly rule: string | undefined;
  /** The first line of code below it; lines count from 1. */
  readonly line: number;
}

/** One half of a pair: a range of lines of its file, and what it is run with. */
export interface Twin {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly marks: readonly Mark[];
  /** `with:` lines of SQL, `call:` lines of TypeScript. */
  readonly runs: readonly string[];
}

export interface Pair {
  readonly id: string;
  readonly className: string;
  readonly language: Language;
  /** Relative to the benchmark's directory. */
  readonly file: string;
  readonly line: number;
  readonly title: string;
  readonly leaking: Twin;
  readonly fixed: Twin;
}

interface Comment {
  readonly word: string;
  readonly rest: string;
  readonly index: number;
}

const prefixOf: Readonly<Record<Language, string>> = { sql: '--', typescript: '//' };

const commentsOf = (lines: readonly string[], language: Language): readonly Comment[] => {
  const pattern = new RegExp(`^\\s*${prefixOf[language]} (pair|leak|safe|with|call|fixed)(?:: (.*))?$`);
  return lines.flatMap((line, index) => {
    const [, word, rest = ''] = pattern.exec(line) ?? [];
    return word === undefined ? [] : [{ word, rest, index }];
  });
};

const codeBelow = (lines: readonly string[], index: number, language: Language): number => {
  let below = index + 1;
  while ((lines[below] ?? '').trim().startsWith(prefixOf[language])) below += 1;
  return below + 1;
};

const twinOf = (lines: readonly string[], comments: readonly Comment[], from: number, to: number, language: Language): Twin => {
  const inside = comments.filter((c) => c.index >= from && c.index < to);
  const marks = inside.flatMap(({ word, rest, index }) =>
    word === 'leak' || word === 'safe'
      ? [{ kind: word, rule: word === 'leak' ? rest.split(' ')[0] : undefined, line: codeBelow(lines, index, language) } satisfies Mark]
      : [],
  );
  return { from: from + 1, to, text: lines.slice(from, to).join('\n'), marks, runs: inside.filter((c) => c.word === 'with' || c.word === 'call').map((c) => c.rest) };
};

/** In SQL the fixed twin begins at its mark, or at the `with:` lines above it; in TypeScript at the line `// fixed`. */
const borderOf = (comments: readonly Comment[], language: Language): number | undefined => {
  if (language === 'typescript') return comments.find((c) => c.word === 'fixed')?.index;
  let at = comments.findIndex((c) => c.word === 'safe');
  while (comments[at - 1]?.word === 'with' && comments[at - 2]?.word !== 'pair') at -= 1;
  return comments[at]?.index;
};

const header = /^([a-z0-9-]+) \(([\d, ]+)\) — (.+)$/;

const pairOf = (file: string, language: Language, lines: readonly string[], comments: readonly Comment[], to: number): Pair => {
  const [first] = comments;
  const [, id, , title] = header.exec(first?.rest ?? '') ?? [];
  const border = borderOf(comments, language);
  if (first === undefined || id === undefined || title === undefined) throw new Error(`${file}:${(first?.index ?? 0) + 1}: a pair is headed "pair: <id> (<hard cases>) — <title>"`);
  if (border === undefined) throw new Error(`${file}:${first.index + 1}: the pair ${id} has no fixed twin`);
  const leaking = twinOf(lines, comments, first.index, border, language);
  const fixed = twinOf(lines, comments, border, to, language);
  if (!leaking.marks.some((m) => m.kind === 'leak')) throw new Error(`${file}:${first.index + 1}: nothing in the leaking twin of ${id} is marked "leak:"`);
  if (fixed.marks.length === 0 || fixed.marks.some((m) => m.kind === 'leak')) throw new Error(`${file}:${border + 1}: the fixed twin of ${id} is marked "safe:" and nothing else`);
  const inherited = language === 'sql' && fixed.runs.length === 0 ? { ...fixed, runs: leaking.runs } : fixed;
  return { id, className: basename(file).replace(/\.\w+$/, ''), language, file, line: first.index + 1, title, leaking, fixed: inherited };
};

const pairsIn = (file: string, language: Language): readonly Pair[] => {
  const lines = readFileSync(join(benchmark, file), 'utf8').split('\n');
  const comments = commentsOf(lines, language);
  const starts = comments.flatMap((c, i) => (c.word === 'pair' ? [i] : []));
  return starts.map((start, n) => {
    const next = starts[n + 1];
    return pairOf(file, language, lines, comments.slice(start, next), next === undefined ? lines.length : (comments[next]?.index ?? lines.length));
  });
};

const filesOf = (language: Language): readonly string[] => globSync(language === 'sql' ? 'sql/*.sql' : 'typescript/*.ts', { cwd: benchmark }).map((f) => f.replaceAll('\\', '/')).sort();

/** Every pair of the benchmark, in the order of its files. */
export const readPairs = (): readonly Pair[] => {
  const pairs = (['sql', 'typescript'] as const).flatMap((language) => filesOf(language).flatMap((file) => pairsIn(file, language)));
  const seen = new Set<string>();
  for (const { id, language, file } of pairs) {
    if (seen.has(`${language} ${id}`)) throw new Error(`${file}: there are two pairs ${id}`);
    seen.add(`${language} ${id}`);
  }
  return pairs;
};
