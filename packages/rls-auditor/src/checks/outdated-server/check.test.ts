import { beforeAll, describe, expect, it } from 'vitest';
import { loadSqlReader } from '@tenantscope/core';
import { auditSnapshot } from '../../audit.ts';
import type { Snapshot } from '../../catalog/snapshot.ts';
import { audit, configuration, healthy } from '../../../test/audit.ts';

let snapshot: Snapshot;

beforeAll(async () => {
  await loadSqlReader();
  snapshot = (await audit(healthy)).facts.snapshot;
});

const cves = (number: number): readonly string[] =>
  auditSnapshot({ ...snapshot, server: { ...snapshot.server, number } }, configuration)
    .findings.filter((f) => f.rule === 'outdated-server')
    .map((f) => /CVE-[\d-]+/.exec(f.message)?.[0] ?? '')
    .sort();

describe('outdated-server', () => {
  it.each([
    [150003, ['CVE-2023-39418', 'CVE-2024-10976', 'CVE-2024-10978', 'CVE-2025-8713', 'CVE-2026-14666']],
    [140007, ['CVE-2023-2455', 'CVE-2024-10976', 'CVE-2024-10978', 'CVE-2025-8713', 'CVE-2026-14666']],
    [170000, ['CVE-2024-10976', 'CVE-2024-10978', 'CVE-2025-8713', 'CVE-2026-14666']],
    [180004, ['CVE-2026-14666']],
    [180005, []],
    [150020, []],
    [190000, []],
  ])('%i', (number, expected) => {
    expect(cves(number)).toEqual(expected);
  });
});
