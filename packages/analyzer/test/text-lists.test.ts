import { beforeAll, describe, expect, it } from 'vitest';
import type { Site } from '../src/index.ts';
import { analyzeCases, worstOf } from './cases.ts';
import { textLists as cases } from './tables/text-lists.ts';

describe('lists that become SQL text', () => {
  let sites: ReadonlyMap<string, readonly Site[]>;
  beforeAll(async () => {
    sites = await analyzeCases(cases);
  });

  it.each(cases)('$name: $verdict, $why', ({ name, verdict }) => {
    const found = sites.get(name) ?? [];
    expect({ verdict: worstOf(found), findings: found.flatMap((s) => s.findings.map((f) => `${f.refusal.rule}: ${f.refusal.why}`)) }).toMatchObject({ verdict });
  });
});
