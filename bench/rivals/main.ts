// `pnpm bench:rivals` prints which query shapes each guard holds in the tenant; with a word it explains those shapes.
import { openDatabase } from './database.ts';
import type { Guard } from './guard.ts';
import { accessControl } from './guards/access-control.ts';
import { kysera } from './guards/kysera.ts';
import { recipe } from './guards/recipe.ts';
import { scoped } from './guards/scoped.ts';
import { zenstack } from './guards/zenstack.ts';
import { judge, type Judged, type Verdict } from './judge.ts';
import type { Shape } from './shape.ts';
import { shapes } from './shapes/all.ts';

const guards: readonly Guard[] = [scoped, kysera, accessControl, recipe, zenstack];
const word = process.argv[2];
const wanted = shapes.filter(({ name }) => word === undefined || name.includes(word));

const line = (cells: readonly string[], widths: readonly number[]): string => `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;

const table = (rows: readonly (readonly string[])[]): string => {
  const [head = [], ...body] = rows;
  const widths = head.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return [line(head, widths), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...body.map((row) => line(row, widths))].join('\n');
};

const explain = ({ name }: Shape, guard: Guard, { verdict, why, sent }: Judged): void => {
  console.log(`\n${name}, ${guard.name}: ${verdict}\n${why}\n${sent.map((sql) => `  ${sql}`).join('\n')}`);
};

const counted = (verdicts: readonly Verdict[], verdict: Verdict): string => String(verdicts.filter((v) => v === verdict).length);

const database = await openDatabase();
const verdicts: Verdict[][] = [];
for (const shape of wanted) {
  const row: Verdict[] = [];
  for (const guard of guards) {
    const judged = await judge(database, guard, shape);
    if (word !== undefined) explain(shape, guard, judged);
    row.push(judged.verdict);
  }
  verdicts.push(row);
}
await database.close();

const totals = (['ok', 'refused', 'LEAK', 'wrong', 'n/a'] as const).map((verdict) => [`(${verdict})`, ...guards.map((_, i) => counted(verdicts.map((row) => row[i] ?? 'n/a'), verdict))]);
process.exitCode = verdicts.some(([ours]) => ours === 'LEAK' || ours === 'wrong') ? 1 : 0;
console.log(`\n${table([['shape', ...guards.map(({ name }) => name)], ...wanted.map(({ name }, i) => [name, ...(verdicts[i] ?? [])]), ...totals])}\n`);
for (const { name, note } of guards) console.log(`${name}: ${note}.`);
