// `node --conditions=source packages/core/scripts/generate.ts` writes every generated file; a test fails when one is out of date.
import { writeFileSync } from 'node:fs';
import { generated } from './generated.ts';

for (const { path, text } of generated) writeFileSync(new URL(`../../../${path}`, import.meta.url), text);
