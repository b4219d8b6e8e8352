import { type Context, type Judged, type JudgedSite } from './verdicts.ts';
import { defineRule, type Preset, type TenantRule } from './rule.ts';

type Finding = JudgedSite['findings'][number];

interface FindingRule {
  readonly id: string;
  readonly description: string;
  readonly preset?: Preset;
  /** Whether findings of a rule of `tenantscope check` are this rule's. */
  readonly covers: (rule: string) => boolean;
}

export const locOf = ({ line, column, endLine, endColumn }: Pick<Finding, 'line' | 'column' | 'endLine' | 'endColumn'>) => ({
  start: { line, column: column - 1 },
  end: { line: endLine, column: endColumn - 1 },
});

const report = (context: Context, finding: Finding): void => {
  const { message, why } = finding.refusal;
  context.report({ loc: locOf(finding), messageId: 'finding', data: { message, why } });
};

/** The findings of the prover on what this file decides by itself. */
const findingsOf = ({ sites }: Judged, covers: FindingRule['covers']): readonly Finding[] =>
  sites.filter((s) => s.decidedBy === 'file').flatMap((s) => s.findings.filter((f) => covers(f.refusal.rule)));

/** A rule of `tenantscope check`, in the editor. */
export const findingRule = ({ covers, ...rule }: FindingRule): TenantRule =>
  defineRule({
    ...rule,
    messages: { finding: '{{message}}: {{why}}.' },
    hasSuggestions: true,
    create: (context, judged) => ({
      Program: () => {
        for (const finding of findingsOf(judged, covers)) report(context, finding);
      },
    }),
  });
