import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { shownPath, styleFor } from '@tenantscope/command';
import { type CheckReport, renderCheck, renderFindingsSarif, renderGithub, renderHtml, renderJson, renderJunit, renderMarkdown, renderSarif } from '@tenantscope/core';
import { version } from '../version.ts';
import type { Format } from './format-names.ts';
import { linkOnGithub, pathsOf } from './repository.ts';
import { sourceReader } from './source.ts';

/** What a report is rendered for. */
export interface Rendering {
  /** The directory of the project. */
  readonly project: string;
  /** A file, instead of the terminal. */
  readonly output?: string | undefined;
}

/** GitHub takes a file of 10 MB, compressed, and shows 5,000 results of it. */
const githubBytes = 10_000_000;
const githubResults = 5000;

const forGithub = (report: CheckReport, project: string, limit = githubResults): string => {
  const text = renderFindingsSarif(report, { version: version(), pathOf: pathsOf(project) }, limit);
  return limit > 1 && gzipSync(text).length > githubBytes ? forGithub(report, project, limit >> 1) : text;
};

const pretty = (report: CheckReport, { project, output }: Rendering): string =>
  renderCheck(report, { style: styleFor(output === undefined ? process.stdout : {}, process.env), linesOf: sourceReader(project), pathOf: (file) => shownPath(join(project, file)) });

/** A report as text, by the name of the format. */
export const formats = {
  pretty,
  json: renderJson,
  sarif: (report, { project }) => renderSarif(report, { version: version(), pathOf: pathsOf(project) }),
  'sarif-github': (report, { project }) => forGithub(report, project),
  github: (report, { project }) => renderGithub(report, { pathOf: pathsOf(project) }),
  junit: renderJunit,
  html: (report, { project }) => renderHtml(report, { version: version(), project: basename(project), linesOf: sourceReader(project) }),
  markdown: (report, { project }) => renderMarkdown(report, { pathOf: pathsOf(project), linkOf: linkOnGithub(process.env) }),
} as const satisfies Readonly<Record<Format, (report: CheckReport, rendering: Rendering) => string>>;
