import type { Audit } from '../src/audit.ts';
import { type Probe, probe, type Probed } from '../src/probe/probe.ts';
import { rebuild } from '../src/shadow/rebuild.ts';
import { audit } from './audit.ts';

/** What is found in the database that the SQL makes, and what gets through in a copy of it. */
export const probed = async (sql: string): Promise<{ readonly audit: Audit; readonly result: Probe }> => {
  const audited = await audit(sql);
  const shadow = await rebuild(audited.facts.snapshot);
  try {
    return { audit: audited, result: await probe(audited.facts, shadow, { tries: 3 }) };
  } finally {
    await shadow.database.close();
  }
};

export const told = (p: Probed): string => `${p.command} ${p.on.name}: ${p.outcome === 'leaks' ? `${p.outcome} (${p.leak.state})` : p.outcome}`;
