import { beforeAll, describe, expect, it } from 'vitest';
import type { Site } from '../src/index.ts';
import { analyzeCases, worstOf } from './cases.ts';
import { unsafe as cases } from './tables/unsafe.ts';

describe('sql.unsafe', () => {
  let sites: ReadonlyMap<string, readonly Site[]>;
  beforeAll(async () => {
    sites = await analyzeCases(cases);
  });

  it.each(cases)('$name: $verdict, $why', ({ name, verdict }) => {
    const found = sites.get(name) ?? [];
    expect({ verdict: worstOf(found), findings: found.flatMap((s) => s.findings.map((f) => `${f.refusal.rule}: ${f.refusal.why}`)) }).toMatchObject({ verdict });
  });
});
