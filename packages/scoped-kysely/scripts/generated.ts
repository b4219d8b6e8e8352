// What is made from something else. The package depends on nothing, so the core's list of functions is copied into it.
import { readFileSync } from 'node:fs';

const core = readFileSync(new URL('../../core/src/postgres/functions.ts', import.meta.url), 'utf8');
const list = core.slice(core.indexOf('const set'), core.indexOf('/** Whether a call of this name'));

export const generated: readonly { /** Relative to the package. */ readonly path: string; readonly text: string }[] = [
  { path: 'src/compiler/pure-functions.ts', text: `// Made by scripts/generate.ts from packages/core/src/postgres/functions.ts. Do not edit.\n\n${list.trimEnd()}\n` },
];
