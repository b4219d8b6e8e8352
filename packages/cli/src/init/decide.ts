import { oneLine } from '@tenantscope/core';
import { confirm, pick } from './ask.ts';
import type { Choices } from './choices.ts';
import type { Dialogue } from './dialogue.ts';
import type { Found } from './found/found.ts';
import { type Guess, placeOf } from './found/guess.ts';
import { canHold } from './written/valid.ts';

/** Longer lists are gone through in the file. */
const mostTables = 40;

const chosen = async (dialogue: Dialogue, question: string, items: readonly Guess<string>[]): Promise<ReadonlySet<string>> => {
  if (items.length === 0) return new Set();
  const numbers = await pick(dialogue, question, items.map((i) => oneLine(`${i.value} — ${i.why}`)));
  return new Set(numbers.map((n) => items[n - 1]?.value ?? ''));
};

/** Asks for what nobody can find out: whom to trust, and which tables are shared. */
export const decide = async (found: Found, dialogue: Dialogue, given: Choices['provenance'] | undefined): Promise<Choices> => {
  const { types, sources, guards } = found.candidates;
  const candidates = [...types, ...sources, ...guards].map((c) => ({ value: c.name, why: `${c.why} (${placeOf(c)})` }));
  const trusted = await chosen(dialogue, 'Which of these are the tenant of the session, whatever a client sends?', candidates);
  const open = found.tables.open.filter((t) => !found.tables.likelyVia.has(t.value) && canHold({ tables: { shared: [t.value] } }));
  const shared = open.length > mostTables ? new Set<string>() : await chosen(dialogue, 'Which of these tables have the same rows for every tenant?', open);
  const provenance = given ?? (trusted.size === 0 && (await confirm(dialogue, 'Believe whatever is called like the tenant column, for old code? Each run says so.', false)) ? 'names' : 'callers');
  return { provenance, trusted, shared };
};
