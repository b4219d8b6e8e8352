import { describe, expect, it } from 'vitest';
import { audit, healthy } from './audit.ts';

describe('a healthy database', () => {
  it('has no finding, and every table and command is proved', async () => {
    const { facts, findings } = await audit(healthy);
    expect(findings).toEqual([]);
    const judged = facts.verdicts.filter((v) => v.verdict !== 'none');
    expect(judged.map((v) => `${v.role} ${v.command} ${v.relation.name} ${v.side}: ${v.verdict}`)).toMatchInlineSnapshot(`
      [
        "app_rw select tenants using: scoped",
        "app_rw select countries using: shared",
        "app_rw select docs using: scoped",
        "app_rw insert docs check: scoped",
        "app_rw update docs using: scoped",
        "app_rw update docs check: scoped",
        "app_rw delete docs using: scoped",
        "app_rw select lines using: scoped",
        "app_rw insert lines check: scoped",
        "app_rw update lines using: scoped",
        "app_rw update lines check: scoped",
        "app_rw delete lines using: scoped",
      ]
    `);
  });
});
