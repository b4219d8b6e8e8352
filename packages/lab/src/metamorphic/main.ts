import { openApp } from './app.ts';
import { orderly, seeds } from './apps.ts';
import { loadRewrites } from './registry.ts';
import { renderSurprises, renderTable } from './report.ts';
import { runRewrites } from './run.ts';
import { newTypeErrors } from './types.ts';

/** `main.ts [keeps | flips | a rewrite …]`: all places of all rewrites, or of those named; `--types` asks instead for type errors that the keeps bring. */
const only = process.argv.slice(2).filter((a) => a !== '--types');
const types = process.argv.includes('--types');
const rewrites = (await loadRewrites()).filter((r) => only.length === 0 || only.includes(r.id) || only.includes(r.effect));
const apps = [await openApp(await orderly()), await openApp(await seeds())];
if (types) {
  const keeps = rewrites.filter((r) => r.at === 'site').filter((r) => r.effect === 'keeps');
  for (const app of apps) process.stdout.write(`${(await newTypeErrors(keeps, app, 8)).join('\n')}\n`);
} else {
  const outcomes = [];
  for (const app of apps) outcomes.push(...(await runRewrites(rewrites, app, { share: 1 })));
  process.stdout.write(`${renderTable(outcomes)}\n\n${renderSurprises(outcomes)}\n`);
  process.exitCode = outcomes.some((o) => o.surprises.length > 0) ? 1 : 0;
}
