import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judge, modelOf } from '../judge.ts';
import { render } from '../proofs/case.ts';
import { literals, plain } from './case.ts';
import { Database } from './database.ts';
import { soundnessTables } from './tables.ts';

let database: Database;

beforeAll(async () => {
  database = await Database.open();
}, 60_000);

afterAll(() => database.close());

/** What the schema says is believed only as far as PostgreSQL keeps it. */
describe.each(Object.entries(soundnessTables))('%s', (_, cases) => {
  it.each(cases)('$name', async (c) => {
    const proof = judge(literals(c.sql), {}, modelOf(literals(c.schema), c.configuration ?? plain));
    expect({ verdict: proof.verdict, refusals: proof.verdict === c.verdict ? [] : proof.refusals }).toEqual({ verdict: c.verdict, refusals: [] });
    if (c.rule !== undefined) expect(proof.refusals.map((r) => r.rule)).toContain(c.rule);
    if (c.says !== undefined) expect(proof.refusals.map((r) => `${r.message}: ${r.why}`).join('\n')).toContain(c.says);
    expect(render(c.sql, proof)).toMatchSnapshot();
    if (c.rows) expect(await database.leaks(c)).toBe(c.verdict !== 'scoped');
  });
});
