import { setTimeout as later } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createScopedKysely } from 'scoped-kysely';
import { createTenantCarrier } from 'scoped-kysely/carrier';
import { a, b, printing, tenancy } from './support/schema.ts';

const code = (expected: string): Error => expect.objectContaining({ code: expected }) as Error;

const carrier = createTenantCarrier();
const scoped = createScopedKysely({ dialect: printing, tenancy, carrier });
const query = (tenant = a): Promise<unknown> => scoped.forTenant(tenant).selectFrom('orders').selectAll().execute();

describe('the carrier', () => {
  it('carries the tenant along awaits, and ends with its run', async () => {
    await carrier.run(a, async () => {
      await later(1);
      expect(carrier.current()).toBe(a);
      expect(scoped.forCurrentTenant().tenantId).toBe(a);
    });
    expect(carrier.current()).toBeUndefined();
    expect(() => scoped.forCurrentTenant()).toThrow(code('TENANT_ID'));
  });

  it('is not needed', async () => {
    await expect(query()).resolves.toEqual([]);
    expect(() => createScopedKysely({ dialect: printing, tenancy }).forCurrentTenant()).toThrow(/no carrier/);
  });

  it('loses to the handle, and a mismatch is refused (L22, L23, L73)', async () => {
    await expect(carrier.run(a, () => query(a))).resolves.toEqual([]);
    await expect(carrier.run(b, () => query(a))).rejects.toThrow(code('CARRIER_MISMATCH'));
  });

  it('refuses a handle that strays into a run inside a transaction', async () => {
    const run = scoped.forTenant(a).transaction().execute((trx) => carrier.run(b, () => trx.selectFrom('orders').selectAll().execute()));
    await expect(run).rejects.toThrow(code('CARRIER_MISMATCH'));
  });

  it('refuses by a rejection, not by a throw', async () => {
    const run = carrier.run(b, () => scoped.forTenant(a).transaction().execute(() => Promise.resolve(1)).catch((error: unknown) => error));
    expect(await run).toMatchObject({ code: 'CARRIER_MISMATCH' });
  });

  it('refuses a run for another tenant inside a run', () => {
    expect(() => carrier.run(a, () => carrier.run(b, () => 1))).toThrow(code('CARRIER_MISMATCH'));
    expect(carrier.run(a, () => carrier.run(a, () => 1))).toBe(1);
  });

  it('keeps two carriers apart', () => {
    const other = createTenantCarrier();
    expect(carrier.run(a, () => other.run(b, () => [carrier.current(), other.current()]))).toEqual([a, b]);
  });

  it('takes only what was minted', () => {
    expect(() => carrier.run('a' as never, () => 1)).toThrow(code('TENANT_ID'));
  });

  it('gives each of many the tenant of its own run', async () => {
    const seen = await Promise.all(Array.from({ length: 50 }, (_, i) => carrier.run(i % 2 === 0 ? a : b, async () => {
      await later(i % 7);
      return scoped.forCurrentTenant().selectFrom('orders').selectAll().compile().parameters;
    })));
    expect(seen).toEqual(seen.map((_, i) => [i % 2 === 0 ? 'a' : 'b']));
  });
});
