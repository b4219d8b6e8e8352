import { runArguments } from '@tenantscope/command';
import { type HereOptions, type Outcome, runHere } from '@tenantscope/testing';
import { createProgram } from '../src/program.ts';

/** Runs the command line in this process. */
export const rlsAudit = (args: readonly string[], options: HereOptions = {}): Promise<Outcome> => runHere((own) => runArguments(createProgram, own), args, options);
