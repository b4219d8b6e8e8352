import { describe, expect, it } from 'vitest';
import { excerpt } from './excerpt.ts';
import type { Range } from './place.ts';
import { plain } from './style.ts';

const show = (lines: readonly string[], range: Range): string => `\n${excerpt(lines, range, plain, plain.error).join('\n')}\n`;

const at = (lines: readonly string[], part: string): Range => {
  const line = lines.findIndex((l) => l.includes(part));
  const column = (lines[line] ?? '').indexOf(part) + 1;
  return { line: line + 1, column, endLine: line + 1, endColumn: column + part.length };
};

describe('excerpt', () => {
  it('underlines the part and drops the indentation', () => {
    const lines = ['', "    const rows = await db.selectFrom('orders').execute();"];
    expect(show(lines, at(lines, "'orders'"))).toBe(`
  2 | const rows = await db.selectFrom('orders').execute();
    |                                  ^^^^^^^^
`);
  });

  it('counts tabs as two columns and wide characters as two', () => {
    const lines = ["\tselect\t'漢字👩‍👩‍👧' as orders"];
    expect(show(lines, at(lines, 'orders'))).toBe(`
  1 | select  '漢字👩‍👩‍👧' as orders
    |                     ^^^^^^
`);
  });

  it('shows three lines of a long span and says that there are more', () => {
    const lines = ['  select *', '    from orders', '', '  where true', '  order by 1'];
    expect(show(lines, { line: 1, column: 3, endLine: 4, endColumn: 13 })).toBe(`
  1 | select *
    | ^^^^^^^^
  2 |   from orders
    |   ^^^^^^^^^^^
  3 |
    | …
`);
  });

  it('keeps the columns of gutters equal', () => {
    const lines = Array.from({ length: 12 }, (_, i) => `line ${i + 1}`);
    expect(show(lines, { line: 9, column: 1, endLine: 10, endColumn: 5 })).toBe(`
   9 | line 9
     | ^^^^^^
  10 | line 10
     | ^^^^
`);
  });

  it('cuts a very long line around the part, fast', () => {
    const lines = [`${'x'.repeat(500_000)} orders ${'y'.repeat(500_000)}`];
    const started = performance.now();
    const [source = '', marks = ''] = excerpt(lines, at(lines, 'orders'), plain, plain.error);
    expect(performance.now() - started).toBeLessThan(500);
    expect(source).toMatch(/^ {2}1 \| …x{29} orders y+…$/);
    expect(source.length).toBeLessThan(130);
    expect(marks.indexOf('^')).toBe(source.indexOf('orders'));
  });

  it('does not let text from a file control the terminal', () => {
    const lines = ["select '\u001b[31mred\u0007\u202e' from orders"];
    expect(show(lines, at(lines, 'orders'))).toBe(`
  1 | select '␛[31mred␇<202e>' from orders
    |                               ^^^^^^
`);
  });

  it('survives places that are not in the text', () => {
    expect(show(['one'], { line: 1, column: 90, endLine: 1, endColumn: 95 })).toBe(`
  1 | one
    |    ^
`);
    expect(excerpt(['one'], { line: 7, column: 1, endLine: 7, endColumn: 2 }, plain, plain.error)).toEqual([]);
    expect(show([''], { line: 1, column: 1, endLine: 1, endColumn: 1 })).toBe(`
  1 |
    | ^
`);
  });
});
