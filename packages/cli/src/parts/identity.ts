import { relative } from 'node:path';
import type { ProjectIdentity } from '@tenantscope/analyzer';
import { bytesOf, codeIdentity, hashOf } from '@tenantscope/analyzer/inputs';
import { schemaFiles } from '@tenantscope/command';
import type { Part } from '@tenantscope/core';
import type { Question } from '../cache.ts';
import { version } from '../version.ts';

/** All parts are made by the same compiler, whatever is installed where they are made. */
export const partBackend = 'ts-morph';

/** What parts must have in common, and the run that merges them: all that a verdict depends on. */
export type Origin = Pick<Part, 'made' | 'sources'>;

const configurationHash = ({ directory, loaded, configuration }: Question): string => {
  const sql = schemaFiles(loaded, directory).map((file) => [relative(directory, file).split('\\').join('/'), hashOf(bytesOf(file) ?? '')]);
  return hashOf(JSON.stringify([loaded.file === undefined, configuration, sql]));
};

export const originOf = (question: Question, { inputs, sources }: ProjectIdentity): Origin => ({
  made: { tool: version(), code: codeIdentity(), node: process.version, configuration: configurationHash(question), inputs },
  sources,
});

const changedSource = (a: Origin['sources'], b: Origin['sources']): string | undefined => [...new Set([...Object.keys(a), ...Object.keys(b)])].sort().find((file) => a[file] !== b[file]);

/** Why two do not belong together; undefined when they do. `one` and `other` say whose they are. */
export const differenceOf = (one: string, a: Origin, other: string, b: Origin): string | undefined => {
  const differ = (what: string): string => `${one} and ${other} ${what}`;
  if (a.made.tool !== b.made.tool) return differ(`were made by different versions of tenantscope, ${a.made.tool} and ${b.made.tool}`);
  if (a.made.code !== b.made.code) return differ('were made by different builds of tenantscope, or of the packages that it uses');
  if (a.made.node !== b.made.node) return differ(`were made by different versions of Node, ${a.made.node} and ${b.made.node}`);
  if (a.made.configuration !== b.made.configuration) return differ('have different configurations, or different SQL of the schema');
  const file = changedSource(a.sources, b.sources);
  if (file !== undefined) return differ(`are of different sources: ${file} is not the same`);
  return a.made.inputs === b.made.inputs ? undefined : differ('are of different inputs: a tsconfig, or what is installed, is not the same');
};
