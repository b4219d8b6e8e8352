import type { Suggestion } from '@tenantscope/analyzer/file';
import type { TSESLint } from '@typescript-eslint/utils';
import { type Context, type Judged, type JudgedSite } from './verdicts.ts';
import { type Definition, defineRule, type Preset, type TenantRule } from './rule.ts';

type Finding = JudgedSite['findings'][number];

interface FindingRule {
  readonly id: string;
  readonly description: string;
  readonly preset?: Preset;
  /** Whether findings of a rule of `tenantscope check` are this rule's. */
  readonly covers: (rule: string) => boolean;
  /** What it looks at in the code itself, beside those findings. */
  readonly also?: Pick<Definition, 'messages' | 'create'>;
  /** Whether there are edits that mend what it reports. */
  readonly hasSuggestions?: boolean;
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

interface Found {
  readonly site: JudgedSite;
  readonly finding: Finding;
}

const report = (context: Context, { finding }: Found, suggestions: readonly Suggestion[]): void => {
  const { message, why } = finding.refusal;
  context.report({ loc: locOf(finding), messageId: 'finding', data: { message, why }, suggest: suggestions.map(suggestionOf) });
};

/** The findings of the prover on what this file decides by itself. */
const findingsOf = ({ sites }: Judged, covers: FindingRule['covers']): readonly Found[] =>
  sites.filter((s) => s.decidedBy === 'file').flatMap((site) => site.findings.filter((f) => covers(f.refusal.rule)).map((finding) => ({ site, finding })));

/** A rule of ESLint that knows for which rules of `tenantscope check` it stands. */
export interface StandingRule extends TenantRule {
  readonly covers: (rule: string) => boolean;
}

/** A rule of `tenantscope check`, in the editor. */
export const findingRule = ({ covers, also, hasSuggestions = false, ...rule }: FindingRule): StandingRule => ({
  covers,
  ...defineRule({
    ...rule,
    messages: { finding: '{{message}}: {{why}}.', ...(hasSuggestions && { suggestion: '{{title}}' }), ...also?.messages },
    hasSuggestions,
    create: (context, judged) => ({
      ...also?.create(context, judged),
      Program: () => {
        for (const found of findingsOf(judged, covers)) report(context, found, hasSuggestions ? judged.suggest(found.site, found.finding) : []);
      },
    }),
  }),
});
