// `node --conditions=source packages/scoped-kysely/scripts/generate.ts` writes the list of pure functions; a test fails when it is out of date.
import { writeFileSync } from 'node:fs';
import { generated } from './generated.ts';

for (const { path, text } of generated) writeFileSync(new URL(`../${path}`, import.meta.url), text);
