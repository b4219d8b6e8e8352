// Writes what follows from the folders of rules: their index and the table in the README. `catalogue.test.ts` holds that both are up to date.
import { writeFileSync } from 'node:fs';
import { generated } from './generated.ts';

for (const { file, text } of generated()) writeFileSync(file, text);
