import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Configuration } from '@tenantscope/core';
import { type AppSource } from './app.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Names that rewrites may use in any file: a request, and a condition nobody knows. */
const ambient = `
import { sql as metamorphicSql } from 'kysely';
interface FastifyRequest { readonly body: any; readonly params: Readonly<Record<string, string>>; readonly query: Readonly<Record<string, string | undefined>>; readonly headers: Readonly<Record<string, string | undefined>> }
declare const metamorphicRequest: FastifyRequest;
declare const metamorphicAny: any;
declare const metamorphicText: string;
declare const metamorphicFlag: boolean;
declare const metamorphicItems: readonly string[];
declare function metamorphicWork(): void;
`;

const configurationOf = async (directory: string): Promise<Configuration> =>
  ((await import(join(directory, 'tenantscope.config.ts'))) as { readonly default: Configuration }).default;

/** The sample application, with its answer key. */
export const orderly = async (): Promise<AppSource> => {
  const directory = here('../../../../fixtures/apps/orderly');
  return { name: 'orderly', directory, configuration: await configurationOf(directory), packages: here('../../../../fixtures/apps/orderly/node_modules'), migrations: 'migrations/*.sql', ambient };
};

/** Small programs for each front end, shapes the sample application has few of. */
export const seeds = async (): Promise<AppSource> => {
  const directory = here('./seeds');
  return { name: 'seeds', directory, configuration: await configurationOf(directory), packages: here('../../node_modules'), migrations: 'schema.sql', ambient };
};
