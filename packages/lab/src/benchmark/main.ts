// `pnpm benchmark`: one table of tools over the pairs in fixtures/benchmark. `--json` prints it as data, `--write-floors` raises the floors.
import { parseArgs } from 'node:util';
import { compare } from './benchmark.ts';
import { belowFloor, measuredFloors, raisable, readFloors, writeFloors } from './floors.ts';
import { readPairs } from './pair.ts';
import { renderTable } from './table.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false }, 'write-floors': { type: 'boolean', default: false } } });

const pairs = readPairs();
const { ours, classes, wrong, rows } = await compare(pairs);
const measured = measuredFloors(pairs, ours, classes);
const floors = readFloors();
if (values['write-floors']) writeFloors(floors, measured);
const below = belowFloor(floors, measured);

if (values.json) console.log(JSON.stringify({ version: 1, tools: rows, classes, wrong, measured, floors: readFloors(), below }, undefined, 2));
else {
  console.log(renderTable(rows, classes));
  for (const line of wrong) console.log(line);
  for (const line of below) console.log(`below the floor: ${line}`);
  if (!values['write-floors']) for (const line of raisable(floors, measured)) console.log(`the floor can be raised (--write-floors): ${line}`);
}
process.exitCode = below.length === 0 ? 0 : 1;
