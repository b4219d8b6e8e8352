import { oneLine, type Style, tableLines } from '@tenantscope/core';
import type { ChangedReach, Diff } from '../diff/diff.ts';
import { findingLines } from './pretty.ts';

/** The result of a comparison, as JSON has it. */
export interface DiffReport extends Diff {
  readonly version: 1;
  readonly before: string;
  readonly after: string;
  readonly incomplete: readonly { readonly message: string }[];
}

const row = (c: ChangedReach): readonly string[] => [c.role, c.schema === 'public' ? c.name : `${c.schema}.${c.name}`, c.command, c.change, c.before, c.after];

const count = (changed: readonly ChangedReach[], change: ChangedReach['change']): number => changed.filter((c) => c.change === change).length;

/** A comparison for people: what roles reach now and did not, first. */
export const renderDiff = ({ before, after, equal, changed, found, gone, incomplete }: DiffReport, style: Style): string => {
  const ordered = (['widened', 'undecided', 'narrowed'] as const).flatMap((change) => changed.filter((c) => c.change === change));
  return [
    style.strong(oneLine(`${before} → ${after}`)),
    '',
    ...(ordered.length === 0 ? [] : [...tableLines(['role', 'relation', 'command', 'rows', 'before', 'after'], ordered.map(row)), '']),
    ...ordered.flatMap((c) => (c.row === undefined ? [] : [oneLine(`newly gets through ${c.role} ${c.command} ${c.name}: ${c.row}`)])),
    ...(ordered.some((c) => c.row !== undefined) ? [''] : []),
    ...(found.length === 0 ? [] : [style.strong('Found now'), '', ...found.flatMap((f) => findingLines(f, style))]),
    ...gone.map((f) => style.faint(oneLine(`not found any more: ${f.rule} at ${f.object.kind} ${f.object.name}`))),
    ...incomplete.map((i) => `${style.error('not read')}  ${oneLine(i.message)}`),
    `role × relation × command: ${String(equal)} equal, ${String(count(changed, 'narrowed'))} narrowed, ${String(count(changed, 'widened'))} widened, ${String(count(changed, 'undecided'))} undecided`,
    '',
  ].join('\n');
};
