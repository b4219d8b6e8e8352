import { fileIn, readVerdicts } from '@tenantscope/command/verdicts';
import { noVerdicts, type Report, reportsOf } from './last-check/reports.ts';

/** Of ESLint's rule context, which oxlint has too, what the rule asks for. */
interface Context {
  readonly filename: string;
  readonly sourceCode: { readonly text: string };
  readonly report: (report: Report) => void;
}

let saidThatThereAreNone = false;

const reportsFor = ({ filename, sourceCode }: Context): readonly Report[] => {
  const verdicts = readVerdicts(filename);
  if (verdicts) return reportsOf(verdicts, fileIn(verdicts, filename), sourceCode.text);
  if (saidThatThereAreNone) return [];
  saidThatThereAreNone = true;
  return [noVerdicts];
};

const lastCheck = {
  meta: { type: 'problem', docs: { description: 'report what the last `tenantscope check` found' }, schema: [] },
  create: (context: Context) => ({
    Program: (): void => {
      for (const report of reportsFor(context)) context.report(report);
    },
  }),
} as const;

/**
 * The plugin for oxlint, whose plugins get no types: it repeats what the last `tenantscope check` found.
 *
 * @example
 * { "jsPlugins": ["eslint-plugin-tenantscope/oxlint"], "rules": { "tenantscope/last-check": "error" } }
 */
const plugin = { meta: { name: 'tenantscope' }, rules: { 'last-check': lastCheck } } as const;

export default plugin;
