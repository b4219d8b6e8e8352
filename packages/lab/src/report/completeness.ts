import { printable } from '@tenantscope/core';
import type { Completeness, Miss } from '../completeness.ts';

const reason = ({ verdict, rule, why }: Miss): string => `${verdict} ${rule}: ${why.replaceAll(/\b\w+\.\w+\b/g, '…').slice(0, 110)}`;

/** The share, and the misses by reason with the shortest statement of each. */
export const renderCompleteness = (c: Completeness, seconds: number): string => {
  const reasons = [...new Set(c.misses.map(reason))];
  const groups = reasons.map((why) => ({ why, misses: c.misses.filter((m) => reason(m) === why) }));
  const listed = groups.sort((a, b) => b.misses.length - a.misses.length).flatMap(({ why, misses }) => {
    const [shortest] = [...misses].sort((a, b) => Number(a.idle) - Number(b.idle) || a.sql.length - b.sql.length);
    return [`${String(misses.length).padStart(5)}  (${misses.filter((m) => m.idle).length} idle) ${printable(why)}`, `       ${printable(shortest?.sql ?? '')}`];
  });
  return [
    ...listed,
    `${c.statements} statements in ${seconds.toFixed(0)} s: ${c.proved} proved, ${c.leaking} shown to leak, ${c.misses.length} neither (${c.misses.filter((m) => m.idle).length} of them never returned or changed a row), ${c.mute} failed in most worlds`,
    `completeness ${(100 * c.share).toFixed(1)} %`,
  ].join('\n');
};
