import { describe } from 'vitest';
import { itDecides } from './decides.ts';
import { textLists } from './tables/text-lists.ts';

describe('lists that become SQL text', () => {
  itDecides(textLists);
});
