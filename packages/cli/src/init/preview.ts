import { printable, type Style } from '@tenantscope/core';
import { shownPath } from '@tenantscope/command';
import { baselineName } from '../gate/baseline.ts';
import { counted } from '../output/counted.ts';
import type { Plan } from './plan.ts';
import type { PlannedFile } from './written/planned-file.ts';

/** More of a file is not shown before it is written. */
const mostLines = 70;

const linesOf = (text: string): readonly string[] => text.replace(/\r?\n$/, '').split(/\r?\n/);

interface Added {
  readonly at: number;
  readonly text: string;
}

/** The lines of a text that the one before has not: what is added leaves all others in their order. */
const added = (before: string, text: string): readonly Added[] => {
  const old = linesOf(before);
  let next = 0;
  return linesOf(text).flatMap((line, i) => {
    if (line !== old[next]) {
      const moved = old[next + 1] !== undefined && old.indexOf(line, next) > next;
      if (!moved) return [{ at: i + 1, text: line }];
      next = old.indexOf(line, next);
    }
    next += 1;
    return [];
  });
};

const shown = (lines: readonly Added[], style: Style): readonly string[] => {
  const width = String(lines.at(-1)?.at ?? 0).length;
  const rest = lines.length - mostLines;
  return [...lines.slice(0, mostLines).map(({ at, text }) => `  ${style.faint(String(at).padStart(width))} ${style.good('+')} ${printable(text)}`.trimEnd()), ...(rest > 0 ? [style.faint(`  … and ${counted(rest, 'line')} more`)] : [])];
};

const fileLines = (file: PlannedFile, style: Style): readonly string[] => {
  const changes = added(file.before ?? '', file.text);
  const size = file.before === undefined ? `new, ${counted(changes.length, 'line')}` : `${counted(changes.length, 'line')} of it`;
  return [`${style.strong(shownPath(file.path))} (${size}): ${file.what}`, ...shown(file.before === undefined ? linesOf(file.text).map((text, i) => ({ at: i + 1, text })) : changes, style), ''];
};

/** What a plan would write, for people to look at. */
export const previewLines = ({ files, baseline, kept }: Plan, style: Style): readonly string[] => [
  ...files.flatMap((f) => fileLines(f, style)),
  ...(baseline ? [`${style.strong(baselineName)} (new): what the first check finds, so that the gate fails on new findings only`, ''] : []),
  ...(kept.length > 0 ? [`kept as ${kept.length === 1 ? 'it is' : 'they are'}: ${kept.join(', ')}`, ''] : []),
];
