import { describe, expect, it } from 'vitest';
import { mintTenantId, tenantVerifier } from 'scoped-kysely';

const code = (expected: string): Error => expect.objectContaining({ code: expected }) as Error;

describe('mintTenantId', () => {
  it.each([['a', 'a'], [7, '7'], [7n, '7'], ['0b8f9f4e-3c1d-4a43-a1a0-6d7f3b4f8a10', '0b8f9f4e-3c1d-4a43-a1a0-6d7f3b4f8a10']] as const)('takes %s', (value, text) => {
    const tenant = mintTenantId(value, { reason: 'test' });
    expect(tenant.value).toBe(value);
    expect(String(tenant)).toBe(text);
    expect(tenant.origin).toEqual({ kind: 'mint', reason: 'test' });
    expect(JSON.stringify({ tenant })).toBe(JSON.stringify({ tenant: typeof value === 'bigint' ? text : value }));
  });

  it.each([undefined, null, '', '   ', Number.NaN, Infinity, 1.5, 2 ** 60, true, [], ['a'], {}, new String('a'), () => 'a', Symbol('a'), 'a\0b', 'x'.repeat(257)])('refuses %s (L15)', (value) => {
    expect(() => mintTenantId(value as never, { reason: 'test' })).toThrow(code('TENANT_VALUE'));
  });

  it.each([undefined, {}, { reason: '' }, { reason: '  ' }, { reason: 1 }])('needs a reason, not %j', (options) => {
    expect(() => mintTenantId('a', options as never)).toThrow(/needs a reason/);
  });
});

describe('tenantVerifier', () => {
  const verified = tenantVerifier({
    claim: 'tenant',
    verify: (token): Promise<{ readonly tenant: unknown; readonly sub: string }> => {
      if (token === 'good') return Promise.resolve({ tenant: 'a', sub: 'u1' });
      return token === 'list' ? Promise.resolve({ tenant: ['a', 'b'], sub: 'u1' }) : Promise.reject(new Error('signature'));
    },
  });

  it('mints what the verifier let through', async () => {
    const { tenant, claims } = await verified('good', ['a', undefined]);
    expect(tenant.value).toBe('a');
    expect(tenant.origin).toEqual({ kind: 'token' });
    expect(claims.sub).toBe('u1');
  });

  it('lets the verifier refuse (L70)', async () => {
    await expect(verified('forged')).rejects.toThrow('signature');
  });

  it('refuses a claim that is a list', async () => {
    await expect(verified('list')).rejects.toThrow(code('TENANT_VALUE'));
  });

  it.each([[['b']], [['a', 'b']], [['A']], [['']], [['a ']]])('refuses a request that names %j (L71)', async (named) => {
    await expect(verified('good', named)).rejects.toThrow(code('TENANT_MISMATCH'));
  });
});
