import { beforeAll, describe, expect, it } from 'vitest';
import { loadSqlReader } from '@tenantscope/core';
import { auditSnapshot } from '../../audit.ts';
import { audit, configuration, healthy } from '../../../test/audit.ts';

beforeAll(() => loadSqlReader());

describe('unguarded-statistics', () => {
  it.each([
    [false, ['warning']],
    [true, []],
    [undefined, []],
  ])('guarded: %s', async (guardsStatistics, severities) => {
    const { snapshot } = (await audit(healthy)).facts;
    const { findings } = auditSnapshot({ ...snapshot, server: { ...snapshot.server, guardsStatistics } }, configuration);
    expect(findings.filter((f) => f.rule === 'unguarded-statistics').map((f) => f.severity)).toEqual(severities);
  });
});
