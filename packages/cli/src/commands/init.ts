import { join } from 'node:path';
import { discoverConfiguration, exitCode, type ExitCode, loadConfiguration, note, shownPath, styleFor, UsageError, writeVerdicts } from '@tenantscope/command';
import { oneLine } from '@tenantscope/core';
import { writeAll } from '../init/apply.ts';
import { confirm } from '../init/ask.ts';
import { writeBaseline, type WrittenBaseline } from '../init/baseline.ts';
import type { Choices } from '../init/choices.ts';
import { decide } from '../init/decide.ts';
import { Declined, type Dialogue, openDialogue, type Terminal } from '../init/dialogue.ts';
import { findAll } from '../init/found/find.ts';
import type { Found } from '../init/found/found.ts';
import { foundLines } from '../init/found/listing.ts';
import { makePlan, type Plan } from '../init/plan.ts';
import { previewLines } from '../init/preview.ts';
import { summaryLines } from '../init/summary.ts';
import { counted } from '../output/counted.ts';
import { sourceReader } from '../output/source.ts';
import { type CheckedVerdicts, checkProject, requireDirectory, tsconfigPath } from '../project.ts';

export interface InitOptions {
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly tsconfig?: string;
  readonly provenance?: Choices['provenance'];
}

/** More of what was not read is for `check` to say. */
const mostUnread = 3;

const say = (lines: readonly string[]): void => {
  if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`);
};

const style = () => styleFor(process.stdout, process.env);

const choicesOf = async (found: Found, { provenance }: InitOptions, dialogue: Dialogue | undefined): Promise<Choices> =>
  dialogue && discoverConfiguration(found.directory) === undefined
    ? decide(found, dialogue, provenance)
    : { provenance: provenance ?? 'callers', trusted: new Set(), shared: new Set() };

/** Looks, shows and asks; undefined when somebody has said no. */
const prepare = async (found: Found, options: InitOptions, dialogue: Dialogue | undefined): Promise<Plan | undefined> => {
  const plan = makePlan(found, await choicesOf(found, options, dialogue), options.tsconfig);
  say(previewLines(plan, style()));
  const isEmpty = plan.files.length === 0 && !plan.baseline;
  return isEmpty || !dialogue || (await confirm(dialogue, 'Write this?', true)) ? plan : undefined;
};

const checkAll = (directory: string, tsconfig: string | undefined): Promise<CheckedVerdicts> => checkProject(directory, { ...(tsconfig !== undefined && { tsconfig }), cache: true });

interface Outcome {
  readonly verdicts: CheckedVerdicts;
  readonly baseline: WrittenBaseline | undefined;
}

/** Writes the files and runs the first check; what cannot be checked with is not left behind. */
const carryOut = async ({ files, baseline }: Plan, directory: string, tsconfig: string | undefined): Promise<Outcome> => {
  const undo = await writeAll(files);
  try {
    const verdicts = await checkAll(directory, tsconfig);
    writeVerdicts({ directory, ...verdicts });
    return { verdicts, baseline: baseline && verdicts.report.incomplete.length === 0 ? writeBaseline(directory, verdicts) : undefined };
  } catch (error) {
    undo();
    if (error instanceof UsageError && files.length > 0) throw new Error(`what init has written cannot be used, and is taken back: ${error.message.replace(/\s+/g, ' ')}`);
    throw error;
  }
};

const writtenLines = (plan: Plan, { baseline }: Outcome): readonly string[] => {
  const lines = plan.files.map((f) => `wrote ${shownPath(f.path)}`);
  if (baseline) return [...lines, `wrote ${baseline.file}: ${counted(baseline.findings, 'finding')}. check leaves ${baseline.findings === 1 ? 'it' : 'them'} out from now on, and refuses any new one`];
  return lines.length > 0 ? lines : ['Everything is there: nothing was written.'];
};

const conclude = (found: Found, plan: Plan, outcome: Outcome): ExitCode => {
  const { report } = outcome.verdicts;
  const pathOf = (file: string): string => shownPath(join(found.directory, file));
  const written = [...plan.files.map((f) => shownPath(f.path)), ...(outcome.baseline ? [outcome.baseline.file] : [])];
  say([...writtenLines(plan, outcome), '']);
  say(plan.advice.length > 0 ? [...plan.advice, ''] : []);
  say(summaryLines(found, written, { report, linesOf: sourceReader(found.directory), pathOf }, style()));
  if (report.incomplete.length === 0) return exitCode.clean;
  for (const { file, line, message } of report.incomplete.slice(0, mostUnread)) note(oneLine(`not read: ${file === undefined ? '' : `${pathOf(file)}${line === undefined ? '' : `:${line}`}  `}${message}`));
  note(`incomplete: not everything could be read, so nothing is proved about the rest${plan.baseline ? ' and no baseline was written' : ''}; tenantscope check names all of it`);
  return exitCode.incomplete;
};

/** `tenantscope init`: everything that a project needs to be gated, looked up, shown, and written once somebody agrees. */
export const init = async (path: string, options: InitOptions, terminal: Terminal & { readonly isInteractive: boolean } = { input: process.stdin, output: process.stdout, isInteractive: process.stdin.isTTY }): Promise<ExitCode> => {
  const directory = requireDirectory(path, 'init');
  const asks = options.yes !== true && options.dryRun !== true;
  if (asks && !terminal.isInteractive) throw new UsageError('init asks before it writes, and the standard input is no terminal. Pass --yes to write without being asked, or --dry-run to see what would be written');
  const tsconfig = tsconfigPath(directory, options.tsconfig);
  // One that is wrong is to be mended before anything else.
  loadConfiguration(directory, undefined);
  if (process.stderr.isTTY) note('looking through the project …');
  const found = await findAll(directory, tsconfig);
  say(foundLines(found, style()));
  const dialogue = asks ? openDialogue(terminal) : undefined;
  try {
    const plan = await prepare(found, options, dialogue);
    dialogue?.close();
    if (options.dryRun === true || !plan) {
      say([...(plan?.advice ?? []), plan ? 'Nothing was written: this is a dry run.' : 'Nothing was written.']);
      return exitCode.clean;
    }
    return conclude(found, plan, await carryOut(plan, directory, tsconfig));
  } catch (error) {
    if (!(error instanceof Declined)) throw error;
    process.stdout.write('\n');
    throw new UsageError('there was no answer: nothing was written');
  } finally {
    dialogue?.close();
  }
};
