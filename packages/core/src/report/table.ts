import { clip } from './excerpt.ts';
import { oneLine } from './printable.ts';
import { widthIn } from './width.ts';

/** Longer cells are cut. */
const widest = 28;

const fit = (text: string): string => clip(oneLine(text), widest);

const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthIn(text)));

/** Rows under their headings, columns aligned; the first line is the headings. */
export const tableLines = (headings: readonly string[], rows: readonly (readonly string[])[]): readonly string[] => {
  const cells = [headings, ...rows].map((row) => row.map(fit));
  const widths = headings.map((_, i) => Math.max(...cells.map((row) => widthIn(row[i] ?? ''))));
  return cells.map((row) => row.map((cell, i) => pad(cell, widths[i] ?? 0)).join('  ').trimEnd());
};
