// `node --conditions=source packages/analyzer/scripts/generate.ts` writes the list of front ends; a test fails when it is out of date.
import { writeFileSync } from 'node:fs';
import { generated } from './generated.ts';

writeFileSync(generated.file, generated.text);
