import { describe, expect, it } from 'vitest';
import { fingerprintOf, withFingerprints } from '../src/fingerprint.ts';

const site = (text: string) => ({ file: 'src/a.ts', function: 'Orders.list', operation: 'select', text });
const of = (text: string): string => fingerprintOf(site(text), 0);
const chain = "db.selectFrom('orders').where('id', 'in', [a, b]).execute()";

describe('the fingerprint of a query site', () => {
  it('is 16 hexadecimal digits', () => {
    expect(of(chain)).toMatch(/^[0-9a-f]{16}$/);
  });

  it.each<[string, string]>([
    ['over lines', "db\n  .selectFrom('orders')\r\n\t.where('id', 'in', [a, b])\n  .execute()"],
    ['with trailing commas', "db.selectFrom('orders').where(\n  'id',\n  'in',\n  [\n    a,\n    b,\n  ],\n).execute()"],
    ['with comments', "db // the pool\n.selectFrom('orders') /* all\nof them */.where('id', 'in', [a, b]).execute()"],
  ])('is the same %s', (_, text) => {
    expect(of(text)).toBe(of(chain));
  });

  it.each<[string, string]>([
    ['another table', chain.replace('orders', 'payments')],
    ['another name', chain.replace('a, b', 'a, c')],
    ['what looks like a comment in a string', chain.replace("'id'", "'//id'")],
  ])('is another for %s', (_, text) => {
    expect(of(text)).not.toBe(of(chain));
  });

  it('keeps words apart', () => {
    expect(of('f(a as b)')).not.toBe(of('f(aasb)'));
    expect(of('f(new X)')).not.toBe(of('f(newX)'));
  });

  it('does not take what follows `//` in a string or a template for a comment', () => {
    expect(of("f('http://x', a)")).not.toBe(of("f('http://x', b)"));
    expect(of('f(`-- // ${x}`, a)')).not.toBe(of('f(`-- // ${x}`, b)'));
  });

  it('is another in another function, and for another operation', () => {
    const all = [fingerprintOf(site(chain), 0), fingerprintOf({ ...site(chain), function: 'list' }, 0), fingerprintOf({ ...site(chain), operation: 'delete' }, 0), fingerprintOf(site(chain), 1)];
    expect(new Set(all).size).toBe(4);
  });

  it('counts sites of a file that are alike', () => {
    const prints = withFingerprints([site(chain), { ...site(chain), file: 'src/b.ts' }, site(chain.replace('.where', '\n.where'))]).map((s) => s.fingerprint);
    expect(prints).toEqual([fingerprintOf(site(chain), 0), fingerprintOf(site(chain), 0), fingerprintOf(site(chain), 1)]);
  });
});
