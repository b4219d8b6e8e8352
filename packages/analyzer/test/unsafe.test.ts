import { describe } from 'vitest';
import { itDecides } from './decides.ts';
import { unsafe } from './tables/unsafe.ts';

describe('sql.unsafe', () => {
  itDecides(unsafe);
});
