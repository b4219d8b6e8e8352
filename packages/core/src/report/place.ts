/** 1-based lines and columns (UTF-16 units), the end exclusive. */
export interface Range {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Splits as PostgreSQL and editors count lines in SQL files. */
export const sqlLines = (text: string): readonly string[] => text.split(/\r?\n/);

/** Splits as TypeScript counts lines. */
export const sourceLines = (text: string): readonly string[] => text.split(/\r\n|[\n\r\u2028\u2029]/);

/** Offset → line and column, for texts whose lines end in `\n`. */
export const locator = (text: string): ((offset: number) => { readonly line: number; readonly column: number }) => {
  const starts = [0];
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
};
