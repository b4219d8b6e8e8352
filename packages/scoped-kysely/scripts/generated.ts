// What is made from something else. The package depends on nothing, so the core's list of functions is copied into it.
import { readFileSync } from 'node:fs';

const core = readFileSync(new URL('../../core/src/postgres/functions.ts', import.meta.url), 'utf8');
const list = core.slice(core.indexOf('const set'), core.indexOf('/** Whether a call of this name'));

/** They read no rows, but they outlive the statement on a pooled connection, or tell in an error what they were asked about. */
const refused = /\b(has_\w+_privilege|pg_(try_)?advisory_(un)?lock\w*|setseed)\s+/g;

export const generated: readonly { /** Relative to the package. */ readonly path: string; readonly text: string }[] = [
  { path: 'src/compiler/pure-functions.ts', text: `// Made by scripts/generate.ts from packages/core/src/postgres/functions.ts. Do not edit.\n\n${list.replaceAll(refused, '').trimEnd()}\n` },
];
