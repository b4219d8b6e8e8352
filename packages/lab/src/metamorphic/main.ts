import { openApp } from './app.ts';
import { orderly, seeds } from './apps.ts';
import { loadRewrites } from './registry.ts';
import { renderSurprises, renderTable } from './report.ts';
import { type Outcome, runRewrite } from './run.ts';

const only = process.argv.slice(2);
const rewrites = (await loadRewrites()).filter((r) => only.length === 0 || only.includes(r.id) || only.includes(r.effect));
const apps = [await openApp(await orderly()), await openApp(await seeds())];
const outcomes: Outcome[] = [];
for (const rewrite of rewrites) for (const app of apps) outcomes.push(await runRewrite(rewrite, app));
process.stdout.write(`${renderTable(outcomes)}\n${renderSurprises(outcomes)}\n`);
