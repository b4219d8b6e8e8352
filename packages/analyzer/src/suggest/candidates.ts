import { ts } from '#compiler';
import { chainOf } from '../frontend/execution.ts';
import { conditionCandidates, stampCandidates } from './builder-edits.ts';
import type { Candidate, Target } from './candidate.ts';
import { sqlCandidates } from './sql-edits.ts';
import { type TrustedValue, trustedValues } from './trusted-values.ts';

const nodeAt = (file: ts.SourceFile, start: number, end: number): ts.Node => {
  let found: ts.Node = file;
  const visit = (node: ts.Node): void => {
    if (node.getStart(file) <= start && end <= node.end) {
      found = node;
      ts.forEachChild(node, visit);
    }
  };
  ts.forEachChild(file, visit);
  return found;
};

/** Ways to mend a finding, the likeliest first. None of them is proved yet. */
export const candidatesFor = (target: Target, scope: Parameters<typeof trustedValues>[1]): readonly Candidate[] => {
  const node = nodeAt(target.file, target.start, target.end);
  const valuesAt = (at: ts.Node): readonly TrustedValue[] => trustedValues(at, scope);
  if (target.rule === 'no-unstamped-insert') return stampCandidates(chainOf(target.site), target, valuesAt);
  if (target.rule !== 'no-unscoped-query') return [];
  const values = valuesAt(node);
  return [...conditionCandidates(node, target, values), ...sqlCandidates(node, target, values)];
};
