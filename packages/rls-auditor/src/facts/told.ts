import type { Proof } from '@tenantscope/core';
import { groupBy } from '../group.ts';
import type { Command, TableVerdict } from './verdicts.ts';

const verbs: Readonly<Record<Command, Readonly<Record<TableVerdict['side'], string>>>> = {
  select: { using: 'read', check: 'read' },
  insert: { using: 'insert', check: 'insert' },
  update: { using: 'update', check: 'hand over by UPDATE' },
  delete: { using: 'delete', check: 'delete' },
};

/** What a role does to rows with a command, for a sentence: `read`, `delete`. */
const verbOf = ({ command, side }: TableVerdict): string => verbs[command][side];

/** Aliases of the prover's own making are of no use to people. */
const named = (text: string, table: string): string => text.replaceAll(/tenantscope row \d+/g, table);

/** The first reason of a proof, in the table's own words. */
export const reasonOf = (proof: Proof | undefined, table: string): string => {
  const [refusal] = proof?.refusals ?? [];
  return named(refusal?.why ?? 'it cannot be read', table);
};

/** Verdicts that say the same of one relation, told once. */
export const byRelation = (verdicts: readonly TableVerdict[]): readonly (readonly TableVerdict[])[] => [...groupBy(verdicts, (v) => v.relation).values()];

const list = (words: readonly string[]): string => (words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`);

/** `app_rw can read, update and delete`. */
export const abilityOf = (verdicts: readonly TableVerdict[]): string => {
  const roles = [...new Set(verdicts.map((v) => v.role))];
  return `${list(roles)} can ${list([...new Set(verdicts.map(verbOf))])}`;
};
