import { openApp } from './app.ts';
import { orderly, seeds } from './apps.ts';
import { loadRewrites } from './registry.ts';
import { renderSurprises, renderTable } from './report.ts';
import { runRewrites } from './run.ts';

/** `main.ts [keeps | flips | a rewrite …]`: all places of all rewrites, or of those named. */
const only = process.argv.slice(2);
const rewrites = (await loadRewrites()).filter((r) => only.length === 0 || only.includes(r.id) || only.includes(r.effect));
const outcomes = [];
for (const source of [await orderly(), await seeds()]) outcomes.push(...(await runRewrites(rewrites, await openApp(source), { share: 1 })));
process.stdout.write(`${renderTable(outcomes)}\n\n${renderSurprises(outcomes)}\n`);
