import { groupBy } from 'rls-audit';
import type { Replayed } from '../policies/replay.ts';

const indented = (text: string): string => text.split('\n').map((line) => `    ${line}`).join('\n');

const counted = (causes: readonly string[]): string => [...groupBy(causes, (c) => c)].map(([cause, { length }]) => `${length} × ${cause}`).join('; ');

/** What a replay showed, in a few lines. */
export const renderReplayed = ({ statements, equal, expected, refused, unread, mispredicted }: Replayed): string =>
  [
    ...mispredicted.flatMap((m) => [`MISPREDICTED: line ${m.line}, as ${m.role}`, indented(m.sql), '  predicted', indented(m.predicted), '  shown', indented(m.shown)]),
    `${statements} statements; ${equal} queries show the rows that were predicted, ${expected} of these as in the expected output; ${refused} refused by PostgreSQL`,
    ...(unread.length > 0 ? [`${unread.length} not predicted: ${counted(unread)}`] : []),
    `${mispredicted.length} mispredicted`,
  ].join('\n');
