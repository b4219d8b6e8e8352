import { printable } from '@tenantscope/core';
import type { Agreement, Disagreement, Opinion } from '../agree/agree.ts';

const opinionText = ({ verdict, rule, why }: Opinion): string => [verdict, rule, why].filter((w) => w !== undefined).join(' · ');

const disagreementLines = (d: Disagreement): readonly string[] => [
  `DISAGREEMENT: ${printable(d.sql)}`,
  `  as text            ${opinionText(d.text)}`,
  `  as a program       ${opinionText(d.analyzer)}`,
  `    ${printable(d.program)}`,
  `  as Kysely compiles ${opinionText(d.kysely)}`,
  `    ${printable(d.compiled)}`,
];

/** Whether the front ends agreed, in a few lines. */
export const renderAgreement = (a: Agreement, seconds: number): string =>
  [
    ...a.disagreements.flatMap(disagreementLines),
    `${a.statements} statements in ${seconds.toFixed(0)} s: ${a.verdicts.scoped} scoped, ${a.verdicts.unscoped} unscoped, ${a.verdicts.unproven} unproven`,
    `${a.built} said with builders, ${a.statements - a.built} as sql templates: ${Object.entries(a.raw).sort((x, y) => y[1] - x[1]).map(([why, n]) => `${n} ${why}`).join(', ')}`,
    `${a.disagreements.length} judged differently as text, as a program, or as Kysely compiles it`,
  ].join('\n');
