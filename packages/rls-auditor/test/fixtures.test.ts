import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Configuration } from '@tenantscope/core';
import { repository } from '@tenantscope/testing';
import { describe, expect, it } from 'vitest';
import { audit } from './audit.ts';

const read = (file: string): string => readFileSync(join(repository, 'fixtures/databases', file), 'utf8');

const configuration = JSON.parse(read('tenantscope.config.json')) as Configuration;
const healthy = `${read('healthy.sql').replaceAll(/\bset role/g, 'set local role')} revoke connect on database template1 from public;`;
const broken = read('broken.sql');

describe('fixtures/databases', () => {
  it('nothing is found in the healthy one', async () => {
    const { findings, facts } = await audit(healthy, configuration);
    expect(findings.filter((f) => f.severity !== 'info').map((f) => `${f.rule} ${f.object.name}`)).toEqual([]);
    expect(facts.verdicts.filter((v) => v.verdict === 'unscoped' || v.verdict === 'unproven')).toEqual([]);
  });

  it('what is planted in the broken one is found, and nothing else is an error', async () => {
    const planted = [...broken.matchAll(/-- finds: (.+)$/gm)].map(([, what = '']) => what);
    const { findings } = await audit(healthy + broken, configuration);
    const found = findings.map((f) => `${f.rule} ${f.object.name}`);
    expect(planted.filter((what) => !found.includes(what))).toEqual([]);
    expect(findings.filter((f) => f.severity === 'error').map((f) => `${f.rule} ${f.object.name}`).filter((what) => !planted.includes(what))).toEqual([]);
    expect(planted.length).toBeGreaterThanOrEqual(12);
  });
});
