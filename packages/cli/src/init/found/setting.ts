import type { Access } from '@tenantscope/core';
import { counted } from '../../output/counted.ts';
import { type Guess, placeOf } from './guess.ts';

/** How the database is told the tenant of a session. */
export interface SessionSetting {
  readonly setting?: Guess<string> | undefined;
  /** Functions that give it, which policies call. */
  readonly functions: readonly Guess<string>[];
  /** Other settings that policies read. */
  readonly others: readonly string[];
}

/** The setting with which policies compare the tenant column, or the key of the root. */
export const findSetting = ({ comparisons, functions }: Access, column: string, root: string | undefined): SessionSetting => {
  const about = comparisons.filter((c) => c.column === column || `${c.table}.${c.column}` === root);
  const uses = [...new Set(about.map((c) => c.setting))].map((setting) => ({ setting, of: about.filter((c) => c.setting === setting) })).sort((a, b) => b.of.length - a.of.length);
  const [best] = uses;
  const [first] = best?.of ?? [];
  if (!best || !first) return { functions: [], others: [] };
  const called = new Set(best.of.flatMap((c) => c.function ?? []));
  return {
    setting: { value: best.setting, why: `the policies of ${counted(new Set(best.of.map((c) => c.table)).size, 'table')} read it (${placeOf(first)})` },
    functions: functions.filter((f) => f.setting === best.setting && called.has(f.name)).map((f) => ({ value: f.name, why: `it reads the setting (${placeOf(f)}), and policies call it` })),
    others: [...new Set(comparisons.map((c) => c.setting))].filter((s) => s !== best.setting).sort(),
  };
};
