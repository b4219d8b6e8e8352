/** A rule reports one way in which a query site fails to be proved. */
export interface Rule {
  readonly id: string;
  /** One line, without a full stop. */
  readonly title: string;
  /** `unscoped`: a counter-example exists. `unproven`: nobody knows. */
  readonly verdict: 'unscoped' | 'unproven';
  readonly severity: 'error' | 'warning';
  /** Query sites; or what answers for their findings: a comment, an entry of the baseline. */
  readonly about: 'site' | 'suppression' | 'baseline';
  readonly fails: Example;
  readonly passes: Example;
  /** The rule's page, in Markdown. */
  readonly explain: string;
}

/**
 * Code that the rule reports, or that it leaves alone. SQL is run against the tables of `exampleSchema`,
 * with `$1` the trusted tenant and every other parameter a value of the request.
 */
export interface Example {
  readonly language: 'sql' | 'ts';
  readonly code: string;
}

interface RuleText {
  readonly id: string;
  readonly title: string;
  readonly verdict: Rule['verdict'];
  /** Otherwise what its verdict has. */
  readonly severity?: Rule['severity'];
  readonly about?: Rule['about'];
  /** What it means, and which rows are at stake. */
  readonly meaning: string;
  readonly fails: Example;
  readonly passes: Example;
  readonly remedy: string;
  /** What the rule cannot see. */
  readonly blind: string;
}

const fenced = ({ language, code }: Example): string => `\`\`\`${language}\n${code}\n\`\`\``;

const severities = { unscoped: 'error', unproven: 'warning' } as const;

const page = ({ id, title, verdict, severity = severities[verdict], meaning, fails, passes, remedy, blind }: RuleText): string => `# ${id}

${title}. Verdict: **${verdict}**, severity: ${severity}.

## What it means
${meaning}

## Fails
${fenced(fails)}

## Passes
${fenced(passes)}

## Remedy
${remedy}

## What it cannot see
${blind}
`;

/** `sql('select …')`: an example in SQL. */
export const sql = (code: string): Example => ({ language: 'sql', code });

/** An example in TypeScript: for what only the analyzer reports. */
export const ts = (code: string): Example => ({ language: 'ts', code });

/** Makes a rule; its page is composed of its parts, so that no page lacks one. */
export const rule = (text: RuleText): Rule => ({
  id: text.id,
  title: text.title,
  verdict: text.verdict,
  severity: text.severity ?? severities[text.verdict],
  about: text.about ?? 'site',
  fails: text.fails,
  passes: text.passes,
  explain: page(text),
});
