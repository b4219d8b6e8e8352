import { readFileSync } from 'node:fs';
import { ESLint, type Linter } from 'eslint';
import tenantscope from '../../src/index.ts';

/** The project in whose surroundings texts are linted: Kysely, pg, a trusted tenant, a request. */
const project = new URL('../project/', import.meta.url);

/** What one rule, or all of them, reports. */
export interface Reported {
  readonly rule: string;
  readonly message: string;
  /** The underlined text. */
  readonly at: string;
  readonly suggestions: readonly { readonly desc: string; readonly output: string }[];
}

const offsetOf = (text: string, line: number, column: number): number =>
  text.split('\n').slice(0, line - 1).reduce((sum, l) => sum + l.length + 1, 0) + column - 1;

/** ESLint shows what a message asks for and is not given as it stands. */
const filledIn = (message: string): string => {
  if (/\{\{ *\w+ *\}\}/.test(message)) throw new Error(`this message is not filled in: ${message}`);
  return message;
};

const reportedOf = (text: string, { ruleId, message, line, column, endLine, endColumn, suggestions = [] }: Linter.LintMessage): Reported => ({
  rule: (ruleId ?? 'fatal').replace('tenantscope/', ''),
  message: filledIn(message),
  at: endLine === undefined || endColumn === undefined ? '' : text.slice(offsetOf(text, line, column), offsetOf(text, endLine, endColumn)),
  suggestions: suggestions.map(({ desc, fix }) => ({ desc, output: text.slice(0, fix.range[0]) + fix.text + text.slice(fix.range[1]) })),
});

type Rules = Linter.RulesRecord;

const instances = new Map<string, ESLint>();

const eslintWith = (rules: Rules | 'recommended' | 'strict'): ESLint => {
  const key = JSON.stringify(rules);
  const { recommended, javascript } = tenantscope.configs;
  const configs = typeof rules === 'string' ? tenantscope.configs[rules] : [...recommended, ...javascript].map((c) => (c.rules ? { ...c, rules } : c));
  const known = instances.get(key) ?? new ESLint({ cwd: project.pathname, overrideConfigFile: true, overrideConfig: [...configs, ...javascript.slice(0, 1)] as Linter.Config[] });
  instances.set(key, known);
  return known;
};

/** The surroundings that most texts need. */
const prelude = `import { sql } from 'kysely';
import { db, pool } from './db.ts';
import { type AuthContext, assertMember, requireTenant, type Request, type TenantId } from './auth.ts';
void [sql, db, pool, assertMember, requireTenant];
`;

let opened: string | undefined;

/** The parser keeps the last text of each file, which would go on being a neighbour that mentions names: gives a file its own back. */
const leave = async (next: string): Promise<void> => {
  if (opened !== undefined && opened !== next) await eslintWith({}).lintText(readFileSync(opened, 'utf8'), { filePath: opened });
  opened = next;
};

/** Lints a text as a file of the project. A text that imports nothing itself gets the usual imports. */
export const lint = async (code: string, rules: Rules | 'recommended' | 'strict' = 'recommended', file = 'src/linted.ts'): Promise<readonly Reported[]> => {
  const text = /^import /m.test(code) || file.endsWith('.js') ? code : `${prelude}${code}`;
  const filePath = new URL(file, project).pathname;
  await leave(filePath);
  const [result] = await eslintWith(rules).lintText(text, { filePath });
  return (result?.messages ?? []).map((m) => reportedOf(text, m));
};

/** What one rule reports, with its options. */
export const lintWith = (rule: string, code: string, options: readonly unknown[] = []): Promise<readonly Reported[]> => lint(code, { [`tenantscope/${rule}`]: ['error', ...options] });
