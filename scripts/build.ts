// Builds what is published, in the order of imports.
import { rmSync } from 'node:fs';
import { run } from './step.ts';

for (const name of ['core', 'command', 'analyzer', 'oracle', 'rls-auditor', 'scoped-kysely', 'eslint-plugin', 'cli']) {
  rmSync(`packages/${name}/dist`, { recursive: true, force: true });
  const { code, output } = await run('tsc', ['-p', `packages/${name}/tsconfig.build.json`]);
  if (output.trim() !== '') console.log(output.trimEnd());
  if (code !== 0) {
    process.exitCode = code;
    break;
  }
}
