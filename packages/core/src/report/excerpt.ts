import type { Range } from './place.ts';
import { printable } from './printable.ts';
import type { Style } from './style.ts';
import { widthIn } from './width.ts';

/** More lines of one span than this are not shown. */
const shownLines = 3;
/** Columns of source that are shown of one line. */
const shownColumns = 110;
/** Columns kept before the span when a long line is cut. */
const lead = 30;

interface Cut {
  readonly before: string;
  readonly marked: string;
  readonly after: string;
}

/** The text, cut to a number of terminal columns. */
export const clip = (text: string, columns: number): string => {
  if (text.length <= columns && widthIn(text) <= columns) return text;
  let width = 0;
  let kept = '';
  for (const char of text) {
    width += widthIn(char);
    if (width > columns - 1) break;
    kept += char;
  }
  return `${kept}…`;
};

/** A cut must not leave half of a surrogate pair. */
const tail = (text: string, length: number): string => {
  const from = text.length - length;
  return `…${text.slice(/[\udc00-\udfff]/.test(text.charAt(from)) ? from + 1 : from)}`;
};

/** The part of a line around `from`–`to` (0-based, end exclusive). Long lines are cut before anything is measured. */
const cut = (line: string, from: number, to: number): Cut => {
  const far = Math.max(0, from - 2 * shownColumns);
  const before = printable(line.slice(far, from));
  const marked = printable(line.slice(from, Math.min(to, from + shownColumns)));
  const tooLong = far > 0 || widthIn(before) + widthIn(marked) > shownColumns;
  const left = tooLong && before.length > lead ? tail(before, lead) : before;
  const middle = clip(marked, Math.max(20, shownColumns - widthIn(left)));
  const room = shownColumns - widthIn(left) - widthIn(middle);
  const rest = printable(line.slice(to, to + shownColumns));
  return { before: left, marked: middle, after: middle.endsWith('…') ? '' : clip(rest, Math.max(room, 0)) };
};

/** The first line is marked from the span's start, the others from their first word. */
const markedPart = (line: string, number: number, range: Range): readonly [number, number] => {
  const indent = line.length - line.trimStart().length;
  const from = number === range.line ? Math.min(range.column - 1, line.length) : indent;
  const to = number === range.endLine ? Math.min(range.endColumn - 1, line.length) : line.trimEnd().length;
  return [from, Math.max(to, from)];
};

const leading = (text: string): number => text.length - text.trimStart().length;

/** A line of an excerpt: `marked` is what the range holds of it. All of it is safe to print. */
interface ExcerptLine {
  readonly number: number;
  readonly before: string;
  readonly marked: string;
  readonly after: string;
}

/** The first lines of a range, without the indentation that they share; `more`: the range has others. */
export interface Excerpt {
  readonly lines: readonly ExcerptLine[];
  readonly more: boolean;
}

export const excerptOf = (lines: readonly string[], range: Range): Excerpt => {
  const last = Math.min(range.endLine, range.line + shownLines - 1, lines.length);
  const shown: { number: number; line: string }[] = [];
  for (let number = range.line; number <= last; number += 1) shown.push({ number, line: lines[number - 1] ?? '' });
  // Common indentation says nothing; a span may start in the middle of its line, so that line's own indentation counts.
  const written = shown.filter((s) => s.line.trim() !== '');
  const indent = Math.min(...written.map((s) => leading(s.line)), range.column - 1);
  const cuts = shown.map(({ number, line }) => {
    const [from, to] = markedPart(line, number, range);
    const skip = Number.isFinite(indent) ? Math.min(indent, from) : 0;
    return { number, ...cut(line.slice(skip), from - skip, to - skip) };
  });
  return { lines: cuts, more: range.endLine > last && last < lines.length };
};

/**
 * The source lines of a range with the offending part underlined:
 * ```
 *   12 | const rows = await db.selectFrom('orders').selectAll().execute();
 *      |                    ^^^^^^^^^^^^^^^^^^^^^^^
 * ```
 */
export const excerpt = (lines: readonly string[], range: Range, style: Style, mark: (text: string) => string): readonly string[] => {
  const { lines: shown, more } = excerptOf(lines, range);
  const gutter = String(shown.at(-1)?.number ?? '').length;
  const bar = (label: string): string => style.faint(`  ${label.padStart(gutter)} |`);
  const out = shown.flatMap(({ number, before, marked, after }) => {
    const source = `${bar(String(number))} ${before}${mark(marked)}${after}`.trimEnd();
    const carets = '^'.repeat(Math.max(widthIn(marked), number === range.line ? 1 : 0));
    return carets === '' ? [source] : [source, `${bar('')} ${' '.repeat(widthIn(before))}${mark(carets)}`];
  });
  return more ? [...out, `${bar('')} ${style.faint('…')}`] : out;
};
