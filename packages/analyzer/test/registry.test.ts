import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { generated } from '../scripts/generated.ts';

it('the list of front ends is what scripts/generate.ts makes', () => {
  expect(readFileSync(generated.file, 'utf8')).toBe(generated.text);
});
