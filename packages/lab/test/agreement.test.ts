import { beforeAll, describe, expect, it } from 'vitest';
import { type Agreement, agreeOn } from '../src/agree/agree.ts';
import { generatedCases } from '../src/agree/cases.ts';
import { toKysely } from '../src/emit/kysely.ts';

const statements = 1000;

describe('text, Kysely program and what Kysely compiles', () => {
  let agreement: Agreement;
  beforeAll(async () => {
    agreement = await agreeOn(generatedCases(3, statements));
  }, 300_000);

  it('have the same verdict', () => {
    expect(agreement.disagreements).toEqual([]);
    expect(agreement.statements).toBe(statements);
  });

  it('are said with builders, and are of all verdicts', () => {
    expect(agreement.built).toBeGreaterThan(statements * 0.8);
    expect(agreement.verdicts.scoped).toBeGreaterThan(statements * 0.35);
    expect(agreement.verdicts.unscoped).toBeGreaterThan(statements * 0.2);
    expect(agreement.verdicts.unproven).toBeGreaterThan(statements * 0.03);
  });

  it('are told apart when a program forgets its condition', async () => {
    const forgetful: typeof toKysely = (s, variable) => toKysely(s.kind === 'select' ? { ...s, where: undefined } : s, variable);
    const { disagreements } = await agreeOn(generatedCases(3, 50), forgetful);
    expect(disagreements.length).toBeGreaterThan(5);
    expect(disagreements.every((d) => d.analyzer.verdict === d.kysely.verdict)).toBe(true);
  });
});
