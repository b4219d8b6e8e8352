import { rules } from './index.ts';
import type { Rule } from './rule.ts';

const byId: ReadonlyMap<string, Rule> = new Map(rules.map((rule) => [rule.id, rule]));

export const findRule = (id: string): Rule | undefined => byId.get(id);

/** An id that the catalogue lacks is a bug of whoever reports it; a finding is shown all the same, at its worst. */
export const severityOf = (id: string): Rule['severity'] => byId.get(id)?.severity ?? 'error';
