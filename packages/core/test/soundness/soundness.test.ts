import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judge, modelOf } from '../judge.ts';
import { literals, plain, type SoundnessCase } from './case.ts';
import { Database } from './database.ts';
import { cascades } from './cascades.ts';
import { absences, groups as grouped, recursions, sets } from './groups.ts';
import { keys } from './keys.ts';
import { names } from './names.ts';
import { defaulted, statements } from './statements.ts';
import { filled, indirect, rules, triggers } from './triggers.ts';
import { equalities, own } from './types.ts';
import { views } from './views.ts';

const groups: Readonly<Record<string, readonly SoundnessCase[]>> = { statements, defaulted, names, equalities, own, keys, cascades, views, triggers, indirect, rules, filled, grouped, sets, absences, recursions };

let database: Database;

beforeAll(async () => {
  database = await Database.open();
}, 60_000);

afterAll(() => database.close());

/** What the schema says is believed only as far as PostgreSQL keeps it. */
describe.each(Object.entries(groups))('%s', (_, cases) => {
  it.each(cases)('$name', async (c) => {
    const proof = judge(literals(c.sql), {}, modelOf(literals(c.schema), c.configuration ?? plain));
    expect({ verdict: proof.verdict, refusals: proof.verdict === c.verdict ? [] : proof.refusals }).toEqual({ verdict: c.verdict, refusals: [] });
    if (c.rule !== undefined) expect(proof.refusals.map((r) => r.rule)).toContain(c.rule);
    if (c.says !== undefined) expect(proof.refusals.map((r) => `${r.message}: ${r.why}`).join('\n')).toContain(c.says);
    if (c.rows) expect(await database.leaks(c)).toBe(c.verdict !== 'scoped');
  });
});
