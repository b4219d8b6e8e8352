import { as } from '../lower/context.ts';
import { forwardPart } from '../forward.ts';
import { type ParsedStatement, parseStatements } from '../statements.ts';
import { type SettingFunction, settingFunction } from './functions.ts';
import { comparisonsOf, type TenantComparison } from './policies.ts';
import type { Written } from './reading.ts';
import { grantedRoles, isAboveRows, policyRoles } from './roles.ts';

/** A role that reads or writes rows. */
export interface RowRole extends Written {
  readonly name: string;
  readonly by: 'grant' | 'policy';
}

/** What DDL says of who reaches rows, and of how the session says for which tenant. */
export interface Access {
  readonly comparisons: readonly TenantComparison[];
  readonly functions: readonly SettingFunction[];
  /** Each once; those that no policy holds for are left out. */
  readonly roles: readonly RowRole[];
}

interface Placed {
  readonly parsed: ParsedStatement;
  readonly at: Written;
}

const statementsOf = (files: readonly { readonly name: string; readonly text: string }[]): readonly Placed[] =>
  files.flatMap(({ name, text }) => parseStatements(forwardPart(text)).map((parsed) => ({ parsed, at: { file: name, line: parsed.line } })));

const rolesOf = ({ parsed: { tree }, at }: Placed): readonly RowRole[] => {
  const policy = as(tree, 'CreatePolicyStmt');
  if (policy) return policyRoles(policy).map((name) => ({ name, by: 'policy', ...at }));
  const grant = as(tree, 'GrantStmt') ?? as(tree, 'AlterDefaultPrivilegesStmt')?.action;
  return grant ? grantedRoles(grant).map((name) => ({ name, by: 'grant', ...at })) : [];
};

const rolesIn = (statements: readonly Placed[]): readonly RowRole[] => {
  const above = new Set(statements.flatMap(({ parsed }) => {
    const role = as(parsed.tree, 'CreateRoleStmt');
    return role?.role !== undefined && isAboveRows(role) ? [role.role] : [];
  }));
  const all = statements.flatMap(rolesOf).filter((r) => !above.has(r.name));
  return all.filter((r, i) => all.findIndex((other) => other.name === r.name) === i);
};

/**
 * Reads policies, grants and the functions that policies call. What is made inside of a DO block is not seen.
 * Await `loadSqlReader()` first.
 */
export const readAccess = (files: readonly { readonly name: string; readonly text: string }[]): Access => {
  const statements = statementsOf(files);
  const functions = statements.flatMap(({ parsed, at }) => {
    const made = as(parsed.tree, 'CreateFunctionStmt');
    return (made && settingFunction(parsed, made, at.file)) ?? [];
  });
  const byName = new Map(functions.map((f) => [f.name, f]));
  const comparisons = statements.flatMap(({ parsed, at }) => {
    const policy = as(parsed.tree, 'CreatePolicyStmt');
    return policy ? comparisonsOf(policy, at, byName) : [];
  });
  return { comparisons, functions: [...byName.values()], roles: rolesIn(statements) };
};
