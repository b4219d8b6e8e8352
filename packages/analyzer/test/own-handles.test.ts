import { describe } from 'vitest';
import { itDecides } from './decides.ts';
import { ownHandles } from './tables/own-handles.ts';

describe('handles under types of the project itself', () => {
  itDecides(ownHandles.map((c) => ({ ...c, code: `import type { QueryResult } from 'pg';\n${c.code}` })));
});
