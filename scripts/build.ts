// Builds what is published, in the order of imports.
import { globSync, rmSync, writeFileSync } from 'node:fs';
import { rolldown } from 'rolldown';
import { run } from './step.ts';

/** Makes one file of a package's code: every command reads all of core, and to find its 180 modules takes longer than to run them. */
const bundle = async (dist: string): Promise<void> => {
  const bundled = await rolldown({ input: `${dist}/index.js`, platform: 'node', external: /^[^./]/ });
  const { output } = await bundled.generate({ format: 'esm' });
  await bundled.close();
  for (const file of globSync(`${dist}/**/*.js`)) rmSync(file);
  for (const chunk of output) if (chunk.type === 'chunk') writeFileSync(`${dist}/${chunk.fileName}`, chunk.code);
};

for (const name of ['core', 'command', 'analyzer', 'oracle', 'rls-auditor', 'scoped-kysely', 'eslint-plugin', 'cli']) {
  rmSync(`packages/${name}/dist`, { recursive: true, force: true });
  const { code, output } = await run('tsc', ['-p', `packages/${name}/tsconfig.build.json`]);
  if (output.trim() !== '') console.log(output.trimEnd());
  if (code !== 0) {
    process.exitCode = code;
    break;
  }
  if (name === 'core') await bundle('packages/core/dist');
}
