import { describe, expect, it } from 'vitest';
import { auditSnapshot, openAuditor } from '../src/audit.ts';
import type { Snapshot } from '../src/catalog/snapshot.ts';
import { audit, configuration, healthy } from './audit.ts';

const open = `${healthy} create policy open on docs for select using (true); grant temporary on database postgres to app_rw`;

/** The same database under another name, in another cluster. */
const renamed = (snapshot: Snapshot, name: string): Snapshot => ({
  ...structuredClone(snapshot),
  server: { ...snapshot.server, database: name },
  databases: snapshot.databases.map((d) => (d.name === snapshot.server.database ? { ...d, name } : d)),
});

describe('an auditor of many databases', () => {
  it('finds in each what it finds in it alone, and proves once what is the same', async () => {
    const { snapshot } = (await audit(open)).facts;
    const auditor = openAuditor(configuration);
    const first = auditor(snapshot);
    const other = renamed(snapshot, 'acme');
    const second = auditor(other);
    expect(second.findings).toEqual(auditSnapshot(other, configuration).findings);
    expect(second.findings.map((f) => `${f.rule} ${f.object.name}`)).toContain('temporary-tables acme');
    expect(second.facts.fingerprint()).toBe(auditSnapshot(other, configuration).facts.fingerprint());
    expect(second.facts.verdicts).toBe(first.facts.verdicts);
  });

  it.each([
    ['a policy', (s: Snapshot): Snapshot => ({ ...s, relations: s.relations.map((r) => ({ ...r, policies: r.policies.filter((p) => p.name !== 'open') })) })],
    ['a table that is not held to its policies', (s: Snapshot): Snapshot => ({ ...s, relations: s.relations.map((r) => (r.name === 'lines' ? { ...r, rowSecurity: false } : r)) })],
    ['a role', (s: Snapshot): Snapshot => ({ ...s, roles: s.roles.map((r) => (r.name === 'app_rw' ? { ...r, bypassRls: true } : r)) })],
    ['the owner of the database', (s: Snapshot): Snapshot => ({ ...s, databases: s.databases.map((d) => (d.name === 'acme' ? { ...d, owner: 'app_rw' } : d)) })],
    ['a function', (s: Snapshot): Snapshot => ({ ...s, functions: s.functions.map((f) => (f.name === 'current_tenant' ? { ...f, source: 'select null::uuid' } : f)) })],
  ])('proves anew where %s differs', async (_, change) => {
    const { snapshot } = (await audit(open)).facts;
    const auditor = openAuditor(configuration);
    const first = auditor(snapshot);
    const changed = change(renamed(snapshot, 'acme'));
    expect(changed).not.toEqual(renamed(snapshot, 'acme'));
    const second = auditor(changed);
    expect(second.facts.verdicts).not.toBe(first.facts.verdicts);
    expect(second.findings).toEqual(auditSnapshot(changed, configuration).findings);
  });
});
