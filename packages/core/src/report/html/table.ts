import { unseen } from './text.ts';

interface Column {
  readonly heading: string;
  /** Numbers stand right. */
  readonly numeric?: boolean;
}

export interface Table {
  readonly caption: string;
  readonly columns: readonly Column[];
  /** Cells as markup; the first of a row names it. */
  readonly rows: readonly (readonly string[])[];
  /** What a row is, in the plural: `directories`. */
  readonly noun: string;
}

/** More rows than these stand behind a line that says how many there are. */
const shownRows = 15;

const side = ({ numeric }: Column): string => (numeric ? ' class="n"' : '');

const row = (cells: readonly string[], columns: readonly Column[]): string =>
  `<tr>${cells.map((cell, i) => (i === 0 ? `<th scope="row">${cell}</th>` : `<td${columns[i] ? side(columns[i]) : ''}>${cell}</td>`)).join('')}</tr>`;

/** Wide tables scroll in their own box, by keyboard too. */
const grid = ({ caption, columns }: Table, rows: readonly (readonly string[])[]): string => `<div class="wide" role="region" aria-label="${caption}" tabindex="0"><table>
<caption>${unseen(caption)}</caption>
<thead><tr>${columns.map((c) => `<th scope="col"${side(c)}>${c.heading}</th>`).join('')}</tr></thead>
<tbody>
${rows.map((cells) => row(cells, columns)).join('\n')}
</tbody>
</table></div>`;

/** A table; `caption` is markup too. */
export const htmlTable = (table: Table): string => {
  const { rows, noun, caption } = table;
  // One row more is not worth a line that hides it.
  if (rows.length <= shownRows + 1) return grid(table, rows);
  const rest = rows.slice(shownRows);
  return `${grid(table, rows.slice(0, shownRows))}
<details class="more"><summary>${rest.length.toLocaleString('en-US')} more ${noun}</summary>
${grid({ ...table, caption: `${caption}, continued` }, rest)}
</details>`;
};
