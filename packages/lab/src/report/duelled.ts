import type { Duelled } from '../policies/duel.ts';

const percent = (part: number, whole: number): string => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);

/** What duels showed, in a few lines. */
export const renderDuelled = ({ sets, refused, scoped, unscoped, unproven, shown, shownUnproven, contradicted }: Duelled, seconds: number, seed: number): string =>
  [
    ...contradicted.flatMap((c) => [`CONTRADICTION: ${c.what}: ${c.kind}, with ${c.setting === undefined ? 'no setting' : `the setting '${c.setting}'`}`, `  ${c.attack}`, ...c.sql.split('\n').map((line) => `    ${line}`)]),
    `${sets} policy sets from seed ${seed} in ${seconds.toFixed(0)} s (${(sets / seconds).toFixed(0)}/s), ${refused} refused by PostgreSQL`,
    `role × table × command: ${scoped} scoped, ${unscoped} unscoped, ${unproven} unproven`,
    `attacks showed a leak in ${shown} of the unscoped (${percent(shown, unscoped)}) and ${shownUnproven} of the unproven`,
    `${contradicted.length} contradicted by PostgreSQL`,
  ].join('\n');
