import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '@tenantscope/testing';
import { describe, expect, it } from 'vitest';
import { catalogueText } from '../scripts/index-checks.ts';
import { checks } from '../src/checks/index.ts';
import { mutators } from './mutants/mutators.ts';
import { styles } from './mutants/schemas.ts';

const doc = (name: string): string => readFileSync(join(repository, 'docs', name), 'utf8');

describe('docs', () => {
  it('the catalogue of checks is the checks', () => {
    expect(doc('rls-checks.md')).toBe(catalogueText(checks));
  });

  it('the comparison with peers names tests that there are', () => {
    const rows = doc('rls-peers.md').split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| rule') && !line.startsWith('| lint') && !line.startsWith('| check'));
    const shown = rows.map((row) => row.split('|').at(-2)?.trim() ?? '').filter((cell) => cell !== '');
    const names = new Set([...mutators, ...styles].map((m) => m.name));
    const ids = new Set(checks.map((c) => c.id));
    const unknown = shown.flatMap((cell) => {
      const quoted = [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
      if (quoted.length > 0) return quoted.filter((name) => !names.has(name));
      return cell.split(/, /).filter((word) => !ids.has(word) && !['mutants', 'duels'].includes(word) && !existsSync(join(repository, `packages/rls-auditor/test/${word.replace(/s$/, '')}.test.ts`)));
    });
    expect(unknown).toEqual([]);
    expect(shown.length).toBeGreaterThan(45);
  });
});
