import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { agreeOn } from './agree/agree.ts';
import { generatedCases } from './agree/cases.ts';
import { measureCompleteness } from './completeness.ts';
import { keep } from './corpus/corpus.ts';
import { batchSize } from './hunt/hunt.ts';
import { huntInParallel } from './hunt/share.ts';
import { openObserver } from './observer.ts';
import { replayFiles } from './policies/replay-files.ts';
import { duelInParallel } from './policies/share.ts';
import { renderAgreement } from './report/agreement.ts';
import { renderCompleteness } from './report/completeness.ts';
import { renderDuelled } from './report/duelled.ts';
import { renderFound, renderHunted } from './report/hunted.ts';
import { renderReplayed } from './report/replayed.ts';

const help = `pnpm lab: looks for a statement that the prover calls scoped and PostgreSQL shows to leak

  --count <n>       how many statements (default 20000)
  --for <time>      instead: for how long, as 90s, 30m or 2h
  --seed <n>        the first seed (default 1); the same seed gives the same statements and rows
  --workers <n>     threads (default 2)
  --server          a PostgreSQL server from npm instead of the one in process
  --keep            add what is found to packages/lab/corpus
  --completeness    measure which share of the statements that do not leak is proved
  --agreement       say statements with Kysely too, and compare the verdicts of text, program and compiled program
  --policies        generate sets of policies, audit them and attack them (default 20000)
  --replay <file>   run a script for psql and predict what each query shows under row security (PostgreSQL's rowsecurity.sql)
  --output <file>   with --replay: what psql printed for the script
  --tries <n>       with --completeness: pairs of worlds for each statement (default 200)
  --depth <n>       with --completeness: levels of sub-queries, 0 for none (default 1)
  --help

Exit codes: 0 nothing found · 1 a contradiction or a disagreement · 2 usage · 3 statements that did not end`;

class Usage extends Error {}

const numberOf = (name: string, text: string, least = 1): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least) throw new Usage(`--${name} takes a whole number from ${least}, not ${text}`);
  return value;
};

const units = { s: 1000, m: 60_000, h: 3_600_000 } as const;

const durationOf = (text: string): number => {
  const [, amount, unit] = /^(\d+)(s|m|h)$/.exec(text) ?? [];
  if (amount === undefined || unit === undefined) throw new Usage(`--for takes a time as 90s, 30m or 2h, not ${text}`);
  return Number(amount) * units[unit as keyof typeof units];
};

const optionsOf = () => {
  try {
    return parseArgs({
      options: {
        count: { type: 'string', default: '20000' },
        for: { type: 'string' },
        seed: { type: 'string', default: '1' },
        workers: { type: 'string', default: '2' },
        server: { type: 'boolean', default: false },
        keep: { type: 'boolean', default: false },
        completeness: { type: 'boolean', default: false },
        agreement: { type: 'boolean', default: false },
        policies: { type: 'boolean', default: false },
        replay: { type: 'string' },
        output: { type: 'string' },
        tries: { type: 'string', default: '200' },
        depth: { type: 'string', default: '1' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new Usage(error instanceof Error ? error.message : String(error));
  }
};

type Options = ReturnType<typeof optionsOf>;

const secondsSince = (start: number): number => (performance.now() - start) / 1000;

const minute = 60_000;
let told = performance.now();

/** On a terminal one line that changes; elsewhere a line a minute. */
const progress = (text: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r${text}\u001B[K`);
  else if (text !== '' && performance.now() - told > minute) {
    told = performance.now();
    process.stderr.write(`${text}\n`);
  }
};

const hunt = async (options: Options): Promise<number> => {
  const start = performance.now();
  const seed = numberOf('seed', options.seed);
  const timed = options.for === undefined ? undefined : durationOf(options.for);
  let shown = 0;
  const batches = timed === undefined ? Math.ceil(numberOf('count', options.count) / batchSize) : Number.MAX_SAFE_INTEGER - seed;
  const hunted = await huntInParallel({
    seed,
    batches,
    until: timed === undefined ? Number.MAX_SAFE_INTEGER : Date.now() + timed,
    workers: numberOf('workers', options.workers),
    server: options.server,
    onProgress: (tally, found) => {
      for (const f of found.slice(shown)) console.error(renderFound(f));
      shown = found.length;
      progress(`${tally.statements} statements, ${tally.verdicts.scoped} scoped, ${found.length} contradicted, ${secondsSince(start).toFixed(0)} s`);
    },
  });
  progress('');
  console.log(renderHunted(hunted, secondsSince(start), seed));
  if (options.keep) keep(hunted.found.map((f) => ({ found: `seed ${seed}`, ...f })));
  if (hunted.found.length > 0) return 1;
  return hunted.stalled.length > 0 ? 3 : 0;
};

const measure = async (options: Options): Promise<number> => {
  const start = performance.now();
  const observer = await openObserver();
  const batches = Math.ceil(numberOf('count', options.count) / batchSize);
  const seeds = Array.from({ length: batches }, (_, i) => numberOf('seed', options.seed) + i);
  const measured = await measureCompleteness(observer, { seeds, size: batchSize, tries: numberOf('tries', options.tries), depth: numberOf('depth', options.depth, 0) });
  await observer.close();
  console.log(renderCompleteness(measured, secondsSince(start)));
  return 0;
};

const agree = async (options: Options): Promise<number> => {
  const start = performance.now();
  const agreement = await agreeOn(generatedCases(numberOf('seed', options.seed), numberOf('count', options.count)));
  console.log(renderAgreement(agreement, secondsSince(start)));
  return agreement.disagreements.length > 0 ? 1 : 0;
};

const duel = async (options: Options): Promise<number> => {
  const start = performance.now();
  const seed = numberOf('seed', options.seed);
  const duelled = await duelInParallel({
    seed,
    count: numberOf('count', options.count),
    workers: numberOf('workers', options.workers),
    onProgress: ({ sets, contradicted }) => {
      progress(`${sets} policy sets, ${contradicted.length} contradicted, ${secondsSince(start).toFixed(0)} s`);
    },
  });
  progress('');
  console.log(renderDuelled(duelled, secondsSince(start), seed));
  return duelled.contradicted.length > 0 ? 1 : 0;
};

const replayScript = async (script: string, output: string | undefined): Promise<number> => {
  for (const file of [script, output]) if (file !== undefined && !existsSync(file)) throw new Usage(`there is no file ${file}`);
  const replayed = await replayFiles(script, output);
  console.log(renderReplayed(replayed));
  return replayed.mispredicted.length > 0 ? 1 : 0;
};

const main = async (): Promise<number> => {
  const options = optionsOf();
  if (options.help) {
    console.log(help);
    return 0;
  }
  if (options.agreement) return agree(options);
  if (options.policies) return duel(options);
  if (options.replay !== undefined) return replayScript(options.replay, options.output);
  return options.completeness ? measure(options) : hunt(options);
};

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof Usage)) throw error;
  console.error(`${error.message}\n(add --help for the options)`);
  process.exitCode = 2;
}
