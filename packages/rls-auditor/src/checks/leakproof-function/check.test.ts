import { describe, expect, it } from 'vitest';
import { found, healthy } from '../../../test/audit.ts';

const make = (how: string): string => `create function app."Same"(t text) returns text language sql immutable ${how} as $$ select t $$`;

describe('leakproof-function', () => {
  it('finds a function of one’s own', async () => {
    expect(await found('leakproof-function', healthy + make('leakproof'))).toEqual(['error function Same: it may be called with values of rows that no policy lets through']);
  });

  it('leaves others alone', async () => {
    expect(await found('leakproof-function', healthy + make(''))).toEqual([]);
  });
});
