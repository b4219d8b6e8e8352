import { beforeAll, describe, expect, it } from 'vitest';
import { analyzeFiles, worstOf } from './cases.ts';
import { prelude, slonikCases as cases } from './tables/slonik.ts';
import type { Site } from '../src/index.ts';

describe('slonik', () => {
  let sites: readonly Site[];
  beforeAll(async () => {
    ({ sites } = await analyzeFiles(Object.fromEntries(cases.map((c, i) => [`src/case${i}.ts`, prelude + c.code]))));
  });

  it.each(cases.map((c, i) => ({ ...c, file: `src/case${i}.ts` })))('$name: $verdict, $why', ({ file, verdict, rule }) => {
    const found = sites.filter((s) => s.file === file);
    expect({ verdict: worstOf(found), findings: found.flatMap((s) => s.findings.map((f) => `${f.refusal.rule}: ${f.refusal.why}`)) }).toMatchObject({ verdict });
    if (rule !== undefined) expect(found.flatMap((s) => s.findings.map((f) => f.refusal.rule))).toContain(rule);
  });
});
