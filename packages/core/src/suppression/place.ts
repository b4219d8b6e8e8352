/** Where a comment, a query site or a finding stands: 1-based lines and columns, the end exclusive. */
interface Extent {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A comment of a source file; its text may lack `//` and `/*`. */
export interface SourceComment extends Extent {
  readonly text: string;
}

/** Of a query site, all that decides whether a comment is about it. */
export interface PlacedSite extends Extent {
  readonly findings: readonly { readonly line: number; readonly endLine: number }[];
}

const linesOf = ({ line, endLine }: Extent): readonly number[] => Array.from({ length: endLine - line + 1 }, (_, i) => line + i);

/** What of a line is no comment. */
const rest = (text: string, line: number, comments: readonly SourceComment[]): string => {
  const here = comments.filter((c) => c.line <= line && line <= c.endLine);
  const inside = (column: number): boolean => here.some((c) => (c.line < line || c.column <= column) && (c.endLine > line || column < c.endColumn));
  return text.split('').filter((_, i) => !inside(i + 1)).join('').trim();
};

/** Lines with nothing on them but comments; `{/* … *}` is how JSX writes one. */
const commentLines = (lines: readonly string[], comments: readonly SourceComment[]): ReadonlySet<number> =>
  new Set(
    comments.map(linesOf).flatMap((own) => {
      const others = own.map((line) => rest(lines[line - 1] ?? '', line, comments)).join('');
      return others === '' || others === '{}' ? own : [];
    }),
  );

const holds = (outer: Extent, inner: Extent): boolean =>
  (outer.line < inner.line || (outer.line === inner.line && outer.column <= inner.column)) &&
  (outer.endLine > inner.endLine || (outer.endLine === inner.endLine && outer.endColumn >= inner.endColumn));

const innermost = <S extends Extent>(sites: readonly S[]): readonly S[] => sites.filter((s) => !sites.some((o) => o !== s && holds(s, o) && !holds(o, s)));

const overlaps = (a: { readonly line: number; readonly endLine: number }, b: { readonly line: number; readonly endLine: number }): boolean => a.line <= b.endLine && b.line <= a.endLine;

/**
 * Which of some sites a comment of a file is about: those that begin on the next line that is no comment, if it has its lines for
 * itself; else those that it shares a line with, or one of their findings, and of nested ones the innermost.
 */
export const sitesAt = (lines: readonly string[], comments: readonly SourceComment[]): (<S extends PlacedSite>(comment: SourceComment, sites: readonly S[]) => readonly S[]) => {
  const only = commentLines(lines, comments);
  return (comment, sites) => {
    let below = comment.endLine + 1;
    while (only.has(below)) below += 1;
    const under = only.has(comment.endLine) ? sites.filter((s) => s.line === below) : [];
    return under.length > 0 ? under : innermost(sites.filter((s) => [s, ...s.findings].some((extent) => overlaps(extent, comment))));
  };
};
