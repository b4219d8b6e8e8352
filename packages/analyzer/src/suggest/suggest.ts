import { type Configuration, camelCase, snakeCase, type TenantModel } from '@tenantscope/core';
import type { ts } from 'ts-morph';
import type { FileSite } from '../file.ts';
import type { Finding } from '../findings.ts';
import type { Candidate, Target } from './candidate.ts';
import { candidatesFor } from './candidates.ts';
import { type EditedFile, editedFile, type TextEdit } from './edited-file.ts';
import type { Names } from './edited-host.ts';

/** A change of the text that mends a finding. */
export interface Suggestion {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

interface Request {
  readonly file: ts.SourceFile;
  readonly site: FileSite;
  readonly finding: Finding;
  readonly model: TenantModel;
  readonly configuration: Configuration;
  readonly scope: Parameters<typeof candidatesFor>[1];
  readonly judgeEdited: (edited: EditedFile, names: Names) => readonly FileSite[];
}

/** More than these nobody reads. */
const maxOffered = 2;

/** The tenant column of a table, as the code writes both. */
const columnOf = ({ model, configuration }: Request) => (name: string): string | undefined => {
  const [first = '', second] = name.split('.');
  const isCamel = configuration.naming === 'camelCase';
  const inDatabase = (n: string): string => (isCamel ? snakeCase(n) : n);
  const table = second === undefined ? model.find(undefined, inDatabase(first)) : model.find(first, inDatabase(second));
  if (table?.ownership.kind !== 'tenant') return undefined;
  return isCamel ? camelCase(table.ownership.column) : table.ownership.column;
};

const targetOf = (request: Request): Target => {
  const { file, site, finding } = request;
  const offset = (line: number, column: number): number => file.getPositionOfLineAndCharacter(line - 1, column - 1);
  return {
    rule: finding.refusal.rule,
    file,
    start: offset(finding.line, finding.column),
    end: offset(finding.endLine, finding.endColumn),
    site: site.node,
    columnOf: columnOf(request),
  };
};

const isSame = (a: Finding, b: Finding): boolean => a.refusal.rule === b.refusal.rule && a.refusal.message === b.refusal.message;

/** The finding is gone, and the site has no other than before. */
const isMended = ({ site, finding }: Request, after: FileSite | undefined): boolean => {
  if (!after) return false;
  const others = site.findings.filter((f) => f !== finding);
  return after.findings.every((f) => others.some((o) => isSame(o, f)));
};

const isProved = (request: Request, { edits, names }: Candidate): boolean => {
  const edited = editedFile(request.file, edits);
  const root = edited?.after(request.site.node);
  return edited !== undefined && root !== undefined && isMended(request, request.judgeEdited(edited, names).find((s) => s.node === root));
};

/** Of the ways to mend a finding, those after which the proof holds. */
export const suggestionsFor = (request: Request): readonly Suggestion[] => {
  const offered: Suggestion[] = [];
  for (const candidate of candidatesFor(targetOf(request), request.scope)) {
    if (offered.length >= maxOffered) break;
    if (isProved(request, candidate)) offered.push({ title: candidate.title, edits: candidate.edits });
  }
  return offered;
};
