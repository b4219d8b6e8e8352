import { join } from 'node:path';
import { benchmark, type Pair, repository } from '../pair.ts';
import type { Report, Tool } from '../tool.ts';
import { runScript } from './command.ts';

/** A verdict of tenantscope, with the rule it stands under. */
export interface Verdict extends Report {
  readonly verdict: string;
  readonly rule: string | undefined;
}

interface Judged {
  readonly file: string;
  readonly line: number;
  readonly verdict: string;
  readonly rule?: string;
}

interface Printed {
  readonly sites?: readonly Judged[];
  readonly statements?: readonly Judged[];
  readonly incomplete: readonly unknown[];
}

const main = join(repository, 'packages/cli/src/main.ts');

const verdictsOf = async (args: readonly string[]): Promise<readonly Verdict[]> => {
  const printed = JSON.parse(await runScript(['--conditions=source', main, ...args, '--format', 'json'], { cwd: benchmark, codes: [0, 1] })) as Printed;
  if (printed.incomplete.length > 0) throw new Error(`tenantscope could not read everything: ${JSON.stringify(printed.incomplete)}`);
  return [...(printed.sites ?? []), ...(printed.statements ?? [])].map(({ file, line, verdict, rule }) => ({ file, line, verdict, rule, unproven: verdict === 'unproven' }));
};

/** What `check` says of the TypeScript and `prove` of the SQL: the command line, as it is published. */
export const judge = async (pairs: readonly Pair[]): Promise<readonly Verdict[]> => {
  const sql = [...new Set(pairs.filter((p) => p.language === 'sql').map((p) => p.file))];
  const typescript = pairs.some((p) => p.language === 'typescript') ? verdictsOf(['check', '.']) : [];
  const proved = sql.length > 0 ? verdictsOf(['prove', ...sql, '--config', 'tenantscope.config.ts', '--trusted', '$1']) : [];
  return [...(await typescript), ...(await proved)];
};

export const tenantscope: Tool = {
  name: 'tenantscope',
  languages: ['sql', 'typescript'],
  run: async (pairs) => (await judge(pairs)).filter((v) => v.verdict !== 'scoped'),
};
