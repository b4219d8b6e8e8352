import type { Suggestion } from '@tenantscope/analyzer/file';
import type { TSESLint } from '@typescript-eslint/utils';
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

const suggestionOf = ({ title, edits }: Suggestion) => ({
  messageId: 'suggestion',
  data: { title },
  fix: (fixer: TSESLint.RuleFixer) => edits.map(({ start, end, text }) => fixer.replaceTextRange([start, end], text)),
});

const report = (context: Context, judged: Judged, site: JudgedSite, finding: Finding): void => {
  const { message, why } = finding.refusal;
  context.report({ loc: locOf(finding), messageId: 'finding', data: { message, why }, suggest: judged.suggest(site, finding).map(suggestionOf) });
};

interface Found {
  readonly site: JudgedSite;
  readonly finding: Finding;
}

/** The findings of the prover on what this file decides by itself. */
const findingsOf = ({ sites }: Judged, covers: FindingRule['covers']): readonly Found[] =>
  sites.filter((s) => s.decidedBy === 'file').flatMap((site) => site.findings.filter((f) => covers(f.refusal.rule)).map((finding) => ({ site, finding })));

/** A rule of `tenantscope check`, in the editor. */
export const findingRule = ({ covers, ...rule }: FindingRule): TenantRule =>
  defineRule({
    ...rule,
    messages: { finding: '{{message}}: {{why}}.', suggestion: '{{title}}' },
    hasSuggestions: true,
    create: (context, judged) => ({
      Program: () => {
        for (const { site, finding } of findingsOf(judged, covers)) report(context, judged, site, finding);
      },
    }),
  });
