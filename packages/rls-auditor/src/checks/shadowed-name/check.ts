import { replaceNodes, type TableRelation, type With } from '@tenantscope/core';
import type { FunctionEntry } from '../../catalog/snapshot.ts';
import { keyOf, quotedName } from '../../facts/database.ts';
import { mayMakeTemporary } from '../../facts/creation.ts';
import { actingWhere, type Facts } from '../../facts/facts.ts';
import { functionsInPolicies } from '../../facts/settings.ts';
import type { Check, Reported } from '../check.ts';

/** Temporary tables come first unless they are put last by name. */
const isPinned = (f: FunctionEntry): boolean => f.settings.some((s) => /^search_path=.*,\s*"?pg_temp"?$/.test(s));

/** The first table that the code names without its schema. */
const bareName = (facts: Facts, f: FunctionEntry): string | undefined => {
  const statements = facts.database.code(f)?.statements ?? [];
  const queries = new Set<string>();
  const names: string[] = [];
  replaceNodes(statements, (node) => {
    for (const cte of (node as { readonly with?: With }).with?.ctes ?? []) queries.add(cte.name);
    const { kind, schema, name } = node as Partial<TableRelation>;
    if (kind === 'table' && schema === undefined && name !== undefined) names.push(name);
    return undefined;
  });
  return names.find((n) => !queries.has(n));
};

export default {
  id: 'shadowed-name',
  title: 'A temporary table can take the place of one that a function reads',
  severity: 'error',
  threat: 'injection',
  mechanisms: [59],
  run: (facts) => {
    const [role] = actingWhere(facts, (r) => mayMakeTemporary(facts.database, r));
    if (role === undefined) return [];
    const trusted = new Set([...functionsInPolicies(facts), ...facts.snapshot.functions.filter((f) => f.securityDefiner && f.extension === null)]);
    return [...trusted].flatMap((f): readonly Reported[] => {
      const name = isPinned(f) ? undefined : bareName(facts, f);
      if (name === undefined) return [];
      return [{
        object: { kind: 'function', schema: f.schema, name: f.name },
        message: `${role} can have it read a temporary table ${name} of its own making`,
        why: `${keyOf(f)} names ${name} without its schema, and its search path does not put pg_temp last`,
        fix: `alter function ${quotedName(f)}(${f.arguments}) set search_path = public, pg_temp;`,
      }];
    });
  },
} satisfies Check;
