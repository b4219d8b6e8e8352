import type { PGlite } from '@electric-sql/pglite';
import type { Twin } from './pair.ts';
import { type Run, tenantA, tenantB } from './world.ts';

const named: Readonly<Record<string, string>> = { A: `'${tenantA}'`, B: `'${tenantB}'`, '{A,B}': `'{${tenantA},${tenantB}}'` };

/** `$2 = 'open', $3 = B` as literals; PostgreSQL types an untyped literal from its place, as it does a parameter. */
const valuesOf = (line: string): ReadonlyMap<string, string> =>
  new Map([...line.matchAll(/\$(\d+) = ('[^']*'|\{A,B\}|[^,\s]+)/g)].map(([, n = '', value = '']) => [n, named[value] ?? (value.startsWith("'") || value === 'null' ? value : `'${value}'`)]));

/** What a twin does, once for each of its `with:` lines. */
export const sqlRuns = (twin: Twin, database: PGlite): readonly Run[] =>
  (twin.runs.length === 0 ? [''] : twin.runs).map((line) => async () => {
    const values = valuesOf(line);
    const text = twin.text.replaceAll(/^--.*$/gm, '').replaceAll(/\$(\d+)/g, (parameter, n: string) => {
      const value = values.get(n) ?? (n === '1' ? named['A'] : undefined);
      if (value === undefined) throw new Error(`${parameter} has no value`);
      return value;
    });
    return (await database.exec(text)).flatMap((r) => r.rows);
  });
