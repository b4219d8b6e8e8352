import { Command } from 'commander';
import { addBaseline } from './command-line/baseline.ts';
import { addCheck } from './command-line/check.ts';
import { exits } from './command-line/exits.ts';
import { addExplain } from './command-line/explain.ts';
import { addInit } from './command-line/init.ts';
import { addMerge } from './command-line/merge.ts';
import { addProve } from './command-line/prove.ts';
import { addReport } from './command-line/report.ts';
import { version } from './version.ts';

/** The command line. Commands are loaded when they run: `prove` must not pay for the TypeScript compiler. */
export const createProgram = (): Command => {
  const program = new Command('tenantscope')
    .description('Proves that every query of a multi-tenant product stays inside one tenant.')
    .version(version())
    .exitOverride()
    .showHelpAfterError('(add --help for the options)')
    .configureHelp({ showGlobalOptions: false });
  program.addHelpText('after', `
Examples:
  $ tenantscope check
  $ tenantscope prove --trusted '$1' queries.sql
  $ tenantscope explain src/orders.ts:42
${exits}`);
  addInit(program);
  addCheck(program);
  addMerge(program);
  addBaseline(program);
  addProve(program);
  addExplain(program);
  addReport(program);
  return program;
};
