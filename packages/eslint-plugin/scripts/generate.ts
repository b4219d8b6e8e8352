// Writes what follows from the folders of rules: their index. `catalogue.test.ts` holds that it is up to date.
import { writeFileSync } from 'node:fs';
import { generated } from './generated.ts';

for (const { file, text } of generated()) writeFileSync(file, text);
