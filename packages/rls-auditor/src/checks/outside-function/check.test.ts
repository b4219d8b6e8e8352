import { beforeAll, describe, expect, it } from 'vitest';
import { loadSqlReader } from '@tenantscope/core';
import { auditSnapshot } from '../../audit.ts';
import type { FunctionEntry, Snapshot } from '../../catalog/snapshot.ts';
import { audit, configuration, healthy } from '../../../test/audit.ts';

let snapshot: Snapshot;

beforeAll(async () => {
  await loadSqlReader();
  snapshot = (await audit(healthy)).facts.snapshot;
});

const foundWith = (changes: Partial<FunctionEntry>, languages = snapshot.languages): readonly string[] => {
  const [some] = snapshot.functions;
  if (!some) throw new Error('the healthy database has a function');
  const extra = { ...some, name: 'extra', definition: null, ...changes };
  const { findings } = auditSnapshot({ ...snapshot, languages, functions: [...snapshot.functions, extra] }, configuration);
  return findings.filter((f) => f.rule === 'outside-function').map((f) => `${f.object.name}: ${f.message}`);
};

const python = [{ name: 'plpython3u', trusted: false, owner: 'postgres', acl: null }];

describe('outside-function', () => {
  it('finds functions of extensions that reach out', () => {
    expect(foundWith({ extension: 'dblink', language: 'c' })).toEqual(['extra: app_rw can call it, and it runs SQL on any server, this one as another role included']);
  });

  it('finds functions in untrusted languages', () => {
    expect(foundWith({ language: 'plpython3u' }, python)).toEqual(['extra: app_rw can call it, and it is written in plpython3u, which can do whatever the server can']);
  });

  it.each([
    ['functions that only others may call', { extension: 'dblink', acl: ['postgres=X/postgres'] }],
    ['other extensions', { extension: 'pgcrypto', language: 'c' }],
    ['triggers, which nobody calls', { language: 'plpython3u', returnsTrigger: true }],
  ])('leaves %s alone', (_, changes) => {
    expect(foundWith(changes, python)).toEqual([]);
  });
});
