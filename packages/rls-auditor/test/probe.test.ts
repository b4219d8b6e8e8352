import { describe, expect, it } from 'vitest';
import { schemaOf, styles } from './mutants/schemas.ts';
import { probed, told } from './probed.ts';

describe('the probe', () => {
  it.each(styles.map((s) => [s.name, s] as const))('is held off by %s', async (_, style) => {
    const { result } = await probed(schemaOf(style));
    expect(result.probed.filter((p) => p.outcome === 'leaks')).toEqual([]);
    const outcomes = result.probed.map(told);
    for (const attack of ['select docs', 'insert docs', 'update docs', 'delete docs', 'select lines', 'insert lines', 'update lines', 'delete lines', 'select parts', 'delete parts', 'select tenants'])
      expect(outcomes).toContain(`${attack}: held`);
    // Row security holds the owner of the view, whoever asks.
    expect(outcomes).toContain(`select titles: ${style.owner === 'app_owner' ? 'harmless' : 'held'}`);
  });
});
