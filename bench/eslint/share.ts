// One process for one order: whoever comes first pays for the type checker's work.
import { readFileSync } from 'node:fs';
import { globSync } from 'node:fs';
import { isOurs, openLinter, type RuleSet, sum } from './lint.ts';

const fixture = new URL('../../fixtures/apps/orderly', import.meta.url).pathname;
const sets = process.argv.slice(2) as RuleSet[];

const linters = sets.map((set) => openLinter(fixture, set));
const totals = { ours: 0, theirs: 0 };
for (const file of globSync(`${fixture}/src/**/*.ts`).sort()) {
  for (const lint of linters) {
    const times = Object.entries((await lint(readFileSync(file, 'utf8'), file)).byRule);
    totals.ours += sum(times.filter(isOurs).map(([, t]) => t));
    totals.theirs += sum(times.filter((t) => !isOurs(t)).map(([, t]) => t));
  }
}
console.log(JSON.stringify(totals));
