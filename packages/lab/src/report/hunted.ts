import { printable } from '@tenantscope/core';
import type { Found, Hunted } from '../hunt/share.ts';

const percent = (part: number, whole: number): string => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);

const rowLines = ({ pair }: Found): readonly string[] =>
  (['one', 'two'] as const).flatMap((world) => [...pair[world]].flatMap(([table, rows]) => rows.map((r) => `    world ${world}  ${table}  ${r.owner}  ${r.cells.map((c) => c ?? 'NULL').join(' | ')}`)));

const foundLines = (found: Found): readonly string[] => [`CONTRADICTION: ${found.kind}`, `  ${printable(found.sql)}`, `  round ${found.round}`, ...rowLines(found)];

/** A contradiction, as soon as it is found. */
export const renderFound = (found: Found): string => foundLines(found).join('\n');

/** What a hunt saw, in a few lines. */
export const renderHunted = ({ tally, found, stalled }: Hunted, seconds: number, seed: number): string => {
  const { verdicts, statements } = tally;
  const errors = Object.entries(tally.errors).sort((a, b) => b[1] - a[1]).slice(0, 8).map(([code, n]) => `${code} ${n}`).join(', ');
  return [
    ...found.flatMap(foundLines),
    `${statements} statements from seed ${seed} in ${seconds.toFixed(0)} s (${(statements / seconds).toFixed(0)}/s): ${Object.entries(tally.kinds).map(([kind, n]) => `${n} ${kind}`).join(', ')}`,
    `${verdicts.scoped} scoped, ${verdicts.unscoped} unscoped, ${verdicts.unproven} unproven`,
    `of the scoped, ${tally.ran} ran in both worlds (${percent(tally.ran, verdicts.scoped)}), ${tally.withRows} with rows in the result; the others failed: ${errors}`,
    ...(stalled.length === 0 ? [] : [`not finished, so not counted: seeds ${stalled.join(', ')}`]),
    `${found.length} contradicted by PostgreSQL`,
  ].join('\n');
};
