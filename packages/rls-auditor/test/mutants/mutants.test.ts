import { describe, expect, it } from 'vitest';
import { checks } from '../../src/checks/index.ts';
import { audit } from '../audit.ts';
import { mutators } from './mutators.ts';
import { changes } from './safe.ts';
import { schemaOf, styles } from './schemas.ts';

const mutants = styles.flatMap((style) => mutators.filter((m) => m.unless?.(style) !== true).map((m) => ({ style, m })));

/** Found by the version or the state of the server, which no SQL changes. */
const ofServers = new Set(['outdated-server', 'unguarded-statistics', 'outside-function']);

describe.each(styles.map((s) => [s.name, s] as const))('%s', (_, style) => {
  it('is healthy', async () => {
    const { facts, findings } = await audit(schemaOf(style));
    expect(findings.filter((f) => f.severity !== 'info')).toEqual([]);
    expect(facts.verdicts.filter((v) => v.verdict === 'unscoped' || v.verdict === 'unproven')).toEqual([]);
  });

  it.each(changes.map((c) => [c.name, c] as const))('stays so with %s', async (_name, { sql }) => {
    const { facts, findings } = await audit(schemaOf(style) + sql(style));
    expect(findings.filter((f) => f.severity !== 'info')).toEqual([]);
    expect(facts.verdicts.filter((v) => v.verdict === 'unscoped' || v.verdict === 'unproven')).toEqual([]);
  });

  it.each(mutators.filter((m) => m.unless?.(style) !== true).map((m) => [m.mechanism, m.name, m] as const))('%i %s', async (_number, _name, m) => {
    const { findings } = await audit(schemaOf(style) + m.sql(style));
    expect(findings.map((f) => `${f.rule} ${f.object.name}`)).toContain(`${m.rule} ${m.object}`);
  });
});

describe('the mutants', () => {
  it('are many', () => {
    expect(mutants.length).toBeGreaterThanOrEqual(400);
  });

  it('stand beside many databases that are healthy', () => {
    expect(styles.length * (changes.length + 1)).toBeGreaterThanOrEqual(80);
  });

  it('are found by every check, each at least twice', () => {
    const times = (id: string): number => mutants.filter(({ m }) => m.rule === id).length;
    expect(checks.map((c) => c.id).filter((id) => times(id) < 2 && !ofServers.has(id))).toEqual([]);
  });
});
