import type { SoundnessCase } from './case.ts';
import { cascades } from './cascades.ts';
import { absences, groups, recursions, sets } from './groups.ts';
import { keys } from './keys.ts';
import { names } from './names.ts';
import { defaulted, statements } from './statements.ts';
import { filled, indirect, rules, triggers } from './triggers.ts';
import { equalities, own } from './types.ts';
import { views } from './views.ts';

/** What the schema says of statements, by what it says. */
export const soundnessTables: Readonly<Record<string, readonly SoundnessCase[]>> = {
  statements, defaulted, names, equalities, own, keys, cascades, views, triggers, indirect, rules, filled, grouped: groups, sets, absences, recursions,
};
