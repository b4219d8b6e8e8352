import type { Command } from 'commander';
import { each, parameters } from './arguments.ts';

/** What the commands that take SQL are told about it. */
export const statementOptions = (command: Command): Command =>
  command
    .option('--trusted <parameters>', "parameters that hold the tenant of the session, for example '$1' (repeatable, or a comma list)", parameters, [])
    .option('--not-null <parameters>', 'parameters that are never NULL', parameters, [])
    .option('--schema <file>', 'SQL that creates the tables, keys and views (repeatable, a glob too)', each, [])
    .option('--config <file>', 'the configuration; otherwise tenantscope.config.{ts,js,mjs,json} in this directory or above');
