type Table = readonly (readonly string[])[];

const rule = /^-[-+]*$/;
const count = /^\(\d+ rows?\)$/;

/** The table that psql printed from a line on; undefined where it printed none. */
const tableAt = (lines: readonly string[], header: number): Table | undefined => {
  if (!rule.test(lines[header + 1]?.trim() ?? '')) return undefined;
  const end = lines.findIndex((line, i) => i > header + 1 && count.test(line));
  return end < 0 ? undefined : lines.slice(header + 2, end).map((line) => line.split('|').map((cell) => cell.trim()));
};

/**
 * What psql printed for the statements of a script, which it repeats before each answer. Ask in the order of the script;
 * the answer is undefined where no table follows the statement.
 */
export const expectedRows = (output: string): ((statement: string) => Table | undefined) => {
  let at = 0;
  return (statement) => {
    const found = output.indexOf(statement, at);
    if (found < 0) return undefined;
    at = found + statement.length;
    const lines = output.slice(output.indexOf('\n', at) + 1).split('\n', 400);
    const header = lines.findIndex((line) => !/^(NOTICE|WARNING|INFO|DETAIL|HINT):/.test(line));
    return header < 0 ? undefined : tableAt(lines, header);
  };
};
