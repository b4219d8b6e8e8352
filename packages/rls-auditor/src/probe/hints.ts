import type { Snapshot } from '../catalog/snapshot.ts';

/** Values that conditions speak of: rows that have them meet those conditions. */
export interface Hints {
  readonly numbers: readonly number[];
  readonly texts: readonly string[];
}

const longest = 40;
const most = 12;

/** Literals in policies, views and functions, the first of each. */
export const hintsOf = ({ relations, functions }: Snapshot): Hints => {
  const code = [...relations.flatMap((r) => [r.query ?? '', ...r.policies.flatMap((p) => [p.using ?? '', p.check ?? ''])]), ...functions.filter((f) => f.extension === null).map((f) => f.definition ?? '')].join('\n');
  const texts = [...code.matchAll(/'((?:[^']|'')*)'/g)].map(([, text = '']) => text.replaceAll("''", "'")).filter((t) => t.length > 0 && t.length <= longest && !/^[\w.]+\.[\w.]+$/.test(t));
  const numbers = [...code.matchAll(/[=<>]\s*\(?(\d{1,6})\b/g)].map(([, n]) => Number(n));
  return { texts: [...new Set(texts)].slice(0, most), numbers: [...new Set(numbers)].slice(0, most) };
};
