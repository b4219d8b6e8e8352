import { beforeAll, describe, expect, it } from 'vitest';
import type { Site } from '../src/index.ts';
import { analyzeCases, worstOf } from './cases.ts';
import { ownHandles } from './tables/own-handles.ts';

const cases = ownHandles.map((c) => ({ ...c, code: `import type { QueryResult } from 'pg';\n${c.code}` }));

describe('handles under types of the project itself', () => {
  let sites: ReadonlyMap<string, readonly Site[]>;
  beforeAll(async () => {
    sites = await analyzeCases(cases);
  });

  it.each(cases)('$name: $verdict, $why', ({ name, verdict }) => {
    const found = sites.get(name) ?? [];
    expect({ verdict: worstOf(found), findings: found.flatMap((s) => s.findings.map((f) => `${f.refusal.rule}: ${f.refusal.why}`)) }).toMatchObject({ verdict });
  });
});
