import type { Proof, Refusal, Statement, TenantParameter, Verdict } from '@tenantscope/core';
import type { ts } from 'ts-morph';
import type { TraceStep } from './flow/facts.ts';
import type { Escape } from './flow/guarantee.ts';
import type { TextFile } from './flow/text-file.ts';
import { functionPath } from './flow/names.ts';
import { locate } from './flow/offsets.ts';
import { type Outcome, worse } from './flow/site.ts';
import { contextOf } from './context.ts';
import { chainOf } from './frontend/execution.ts';
import type { Subject } from './analysis.ts';
import type { RecordedFiles } from './project/text-files.ts';

export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface TraceEntry {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

export interface Finding extends Place {
  readonly refusal: Refusal;
  readonly trace: readonly TraceEntry[];
}

/** One query site with its verdict. Lines and columns are 1-based. */
export interface Site extends Place {
  readonly file: string;
  readonly function: string;
  readonly operation: string;
  /** The chain as it is written. */
  readonly text: string;
  /** Changes when code of its file does on which it depends, or a file that it reads. */
  readonly context: string;
  readonly tables: readonly string[];
  readonly verdict: Verdict;
  readonly proof: Proof;
  readonly findings: readonly Finding[];
  /** The statement with the worst verdict, where it was followed to its end. */
  readonly statement?: Statement | undefined;
  /** Its parameters that hold the tenant. */
  readonly trusted: readonly TenantParameter[];
  /** Set for a declared cross-tenant query: the declaration answers for what is not proved, so that is no finding. */
  readonly escape?: Escape | undefined;
}

const placeOf = (file: TextFile, start: number, end: number): Place => {
  const from = file.getLineAndCharacterOfPosition(start);
  const to = file.getLineAndCharacterOfPosition(end);
  return { line: from.line + 1, column: from.character + 1, endLine: to.line + 1, endColumn: to.character + 1 };
};

const entryOf = (project: Subject, node: ts.Node, message: string): TraceEntry => {
  const file = node.getSourceFile();
  return { file: project.pathOf(file), line: file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1, message };
};

const aboutValues = new Set(['no-untrusted-tenant', 'unproven-value', 'unproven-reference', 'no-tenant-reassignment']);

const valueTrace = (outcome: Outcome, refusal: Refusal): readonly TraceStep[] => {
  if (!aboutValues.has(refusal.rule)) return [];
  const doubtful = [...outcome.values.values()].filter((v) => v.facts.trust !== 'trusted');
  return doubtful.flatMap((v) => v.trace).filter((step, i, all) => all.findIndex((s) => s.node === step.node) === i);
};

const findingOf = (project: Subject, outcome: Outcome, refusal: Refusal, site: Place): Finding => {
  const root = outcome.root.node.getSourceFile();
  const place = refusal.at && locate(refusal.at);
  const here = place && place.file === root && place.end > place.start ? placeOf(root, place.start, place.end) : undefined;
  const elsewhere = place && place.file !== root ? [{ file: project.pathOf(place.file), line: placeOf(place.file, place.start, place.end).line, message: refusal.why }] : [];
  const called = outcome.entry !== root && outcome.entry.getSourceFile() !== root ? [entryOf(project, outcome.entry, `reached from ${functionPath(outcome.entry)}`)] : [];
  const trace = [...elsewhere, ...valueTrace(outcome, refusal).map((s) => entryOf(project, s.node, s.message)), ...called];
  return { refusal, ...(here ?? site), trace };
};

const key = (f: Finding): string => `${f.refusal.rule}\0${f.refusal.message}\0${f.line}:${f.column}`;

/** A declared escape answers for the query. */
const isAnsweredFor = ({ escape }: Outcome): boolean => escape?.declared === true;

/** The worst of what nobody answers for, else of everything. */
const worstOf = (outcomes: readonly Outcome[], first: Outcome): Outcome => {
  const worst = (list: readonly Outcome[]): Outcome | undefined => list.reduce<Outcome | undefined>((a, b) => (a && !worse(b.proof.verdict, a.proof.verdict) ? a : b), undefined);
  const charged = worst(outcomes.filter((o) => !isAnsweredFor(o)));
  return charged && charged.proof.verdict !== 'scoped' ? charged : (worst(outcomes) ?? first);
};

/** All outcomes of one root as one site: the worst verdict counts. */
export const siteOf = (project: Subject, outcomes: readonly Outcome[], files: RecordedFiles): Site | undefined => {
  const [first] = outcomes;
  if (!first) return undefined;
  const worstOutcome = worstOf(outcomes, first);
  const file = first.root.node.getSourceFile();
  const chain = chainOf(first.root.node);
  const place = placeOf(file, chain.getStart(file), chain.end);
  const findings = new Map<string, Finding>();
  for (const outcome of outcomes.filter((o) => !isAnsweredFor(o)))
    for (const refusal of outcome.proof.refusals) {
      const finding = findingOf(project, outcome, refusal, place);
      if (!findings.has(key(finding))) findings.set(key(finding), finding);
    }
  const known = outcomes.find((o) => o.proof.operation !== 'unknown')?.proof ?? worstOutcome.proof;
  return {
    file: project.pathOf(file),
    ...place,
    function: functionPath(first.root.node),
    operation: known.operation,
    text: file.text.slice(chain.getStart(file), chain.end),
    context: contextOf(first.root.node, files.readBy(file)),
    tables: [...new Set(outcomes.flatMap((o) => o.proof.tables))].sort(),
    verdict: worstOutcome.proof.verdict,
    proof: worstOutcome.proof,
    findings: [...findings.values()],
    statement: worstOutcome.statement,
    trusted: [...worstOutcome.values].filter(([, v]) => v.isAsked && v.facts.trust === 'trusted').map(([key, v]) => ({ key, nullable: !v.facts.nonNull })),
    escape: outcomes.find((o) => o.escape !== undefined)?.escape,
  };
};
