import { keyOf, quotedName } from '../../facts/database.ts';
import type { Check } from '../check.ts';

export default {
  id: 'leakproof-function',
  title: 'A function of your own runs before the policies',
  severity: 'error',
  threat: 'injection',
  mechanisms: [63],
  run: ({ snapshot }) =>
    snapshot.functions
      .filter((f) => f.leakproof && f.extension === null)
      .map((f) => ({ object: { kind: 'function', schema: f.schema, name: f.name }, message: 'it may be called with values of rows that no policy lets through', why: `${keyOf(f)} is marked LEAKPROOF, so conditions that call it may be tested first`, fix: `alter function ${quotedName(f)}(${f.arguments}) not leakproof;` })),
} satisfies Check;
