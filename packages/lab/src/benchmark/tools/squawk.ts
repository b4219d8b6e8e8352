import { createRequire } from 'node:module';
import { benchmark } from '../pair.ts';
import type { Tool } from '../tool.ts';
import { runScript } from './command.ts';

const require = createRequire(import.meta.url);

interface Violation {
  readonly file: string;
  /** Counted from 0. */
  readonly line: number;
}

export const squawk: Tool = {
  name: 'squawk',
  remark: 'looks at migrations: locks and destructive changes',
  languages: ['sql'],
  run: async (pairs) => {
    const files = [...new Set(pairs.filter((p) => p.language === 'sql').map((p) => p.file))];
    const script = require.resolve('squawk-cli/js/bin/squawk');
    const printed = JSON.parse(await runScript([script, '--reporter', 'json', ...files], { cwd: benchmark, codes: [0, 1] })) as readonly Violation[];
    return printed.map(({ file, line }) => ({ file, line: line + 1, unproven: false }));
  },
};
