import type { TSESLint } from '@typescript-eslint/utils';
import { type Context, type Judged, judgedFile } from './verdicts.ts';

/** Where a rule is switched on: everywhere, or only by those who want all of it. */
export type Preset = 'recommended' | 'strict';

interface RuleDocs {
  readonly description: string;
  readonly preset: Preset;
  /** The options that the strict preset sets. */
  readonly strictOptions?: readonly unknown[];
}

type Visitor = TSESLint.RuleListener;
export type TenantRule = TSESLint.RuleModule<string, readonly unknown[], RuleDocs>;

export interface Definition {
  readonly id: string;
  /** What it forbids or asks for, without a full stop. */
  readonly description: string;
  readonly preset?: Preset;
  readonly messages: Readonly<Record<string, string>>;
  readonly schema?: TSESLint.RuleMetaData<string, RuleDocs>['schema'];
  readonly defaultOptions?: readonly unknown[];
  readonly strictOptions?: readonly unknown[];
  readonly hasSuggestions?: boolean;
  /** What it looks at in a file whose query sites are judged. */
  readonly create: (context: Context, judged: Judged) => Visitor;
}

const pageOf = (id: string): string => new URL(`../../src/rules/${id}/rule.md`, import.meta.url).href;

/** A rule over judged files. Where a file cannot be judged, the first rule says why, and the others say nothing. */
export const defineRule = ({ id, description, preset = 'recommended', messages, schema = [], defaultOptions = [], strictOptions, hasSuggestions = false, create }: Definition): TenantRule => ({
  meta: {
    type: 'problem',
    docs: { description, preset, ...(strictOptions && { strictOptions }), url: pageOf(id) },
    messages: { ...messages, notice: '{{message}}' },
    schema,
    ...(hasSuggestions && { hasSuggestions }),
    defaultOptions,
  },
  create: (context) => {
    const judged = judgedFile(context);
    return judged ? create(context, judged) : {};
  },
});
