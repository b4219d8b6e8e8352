import type { Proof } from '@tenantscope/core';
import type { FunctionEntry } from '../../catalog/snapshot.ts';
import { actingWhere, type Facts } from '../../facts/facts.ts';
import { keyOf, quoted, quotedName } from '../../facts/database.ts';
import { proveWith } from '../../facts/membership.ts';
import { codeAsRun } from '../../facts/seen.ts';
import { reasonOf } from '../../facts/told.ts';
import { nobody } from '../../facts/verdicts.ts';
import type { Check, Reported } from '../check.ts';

const proofsOf = (facts: Facts, f: FunctionEntry): readonly Proof[] | undefined =>
  codeAsRun(facts.database, f, f.owner)?.map((s) => proveWith({ model: s.kind === 'select' || s.kind === 'set' ? facts.tenancy.reading : facts.tenancy.writing, memberships: facts.tenancy.memberships }, s, nobody));

const openedBy = (f: FunctionEntry): string => (f.acl === null ? 'everybody may execute a function until that is revoked' : 'the privilege EXECUTE is granted');

const told = (f: FunctionEntry, role: string, proofs: readonly Proof[] | undefined): Pick<Reported, 'severity' | 'message' | 'why'> | undefined => {
  const runs = `it runs with the rights of its owner ${f.owner}`;
  if (!proofs) return { message: `what ${role} reaches through it is not decided`, why: `${runs}, and its code cannot be followed` };
  const open = proofs.find((p) => p.verdict === 'unscoped') ?? proofs.find((p) => p.verdict === 'unproven');
  if (!open) return undefined;
  const why = `${runs}: ${reasonOf(open, keyOf(f))}; ${openedBy(f)}`;
  if (open.verdict === 'unproven') return { message: `it is not proved that ${role} reaches only its own tenant's rows through it`, why };
  if (open.refusals.every((r) => r.rule === 'no-untrusted-tenant')) return { severity: 'warning', message: `${role} chooses by an argument whose rows it reaches`, why };
  return { message: `${role} reaches rows of other tenants through it`, why };
};

export default {
  id: 'definer-function',
  title: 'A function reaches rows of other tenants with the rights of its owner',
  severity: 'error',
  threat: 'bug',
  mechanisms: [71, 72, 91],
  run: (facts) =>
    facts.snapshot.functions
      .filter((f) => f.securityDefiner && f.extension === null && !f.returnsTrigger && (f.kind === 'function' || f.kind === 'procedure'))
      .flatMap((f): readonly Reported[] => {
        const [role] = actingWhere(facts, (r) => facts.database.may(r, 'execute', f, 'function'));
        const found = role === undefined ? undefined : told(f, role, proofsOf(facts, f));
        if (role === undefined || !found) return [];
        return [{ ...found, object: { kind: 'function', schema: f.schema, name: f.name }, fix: `revoke execute on function ${quotedName(f)}(${f.arguments}) from public, ${quoted(role)};` }];
      }),
} satisfies Check;
