import type { Proof, Refusal } from '@tenantscope/core';
import type { Escape, Guarantee } from '../../flow/guarantee.ts';

const everyTable = 'every table of the query';

/** A table that all tenants read has no tenant to attach: scoped-kysely lets a tenant write to it where the tenancy says so. */
const remains = (refusal: Refusal): boolean => refusal.rule === 'no-shared-write';

/** What the wrapper attaches when it compiles the query stands in the query, whatever the builder says. */
const attached = (own: Proof, by: readonly string[]): Proof => {
  const refusals = own.refusals.filter(remains);
  if (refusals.length > 0) return { ...own, verdict: 'unscoped', refusals };
  return { ...own, verdict: 'scoped', refusals: [], steps: [{ table: everyTable, alias: everyTable, by }] };
};

/** The handle of a tenant; `made` says where it comes from. */
export const ofTenant = (made: string): Guarantee => ({
  key: 'tenant',
  judge: (own) =>
    attached(own, [
      "scoped-kysely attaches the handle's tenant to it by its class in the tenancy, and the handle's connection runs nothing that was not compiled so",
      made,
      "the tenant is a TenantId: of a verified token or made by mintTenantId, which is checked at run time",
    ]),
});

const refused = (own: Proof, refusal: Refusal): Proof => ({ ...own, verdict: refusal.verdict, refusals: [refusal] });

/** The handle of a tenant that the client of the request chose. */
export const ofChosenTenant = (origin: string): Guarantee => ({
  key: `chosen:${origin}`,
  judge: (own) => refused(own, { verdict: 'unscoped', rule: 'no-untrusted-tenant', message: 'the query runs for whichever tenant the client names', why: `the tenant of its handle is not trusted: ${origin}` }),
});

/** Something that is only said to be a handle: its queries hold on their own, or are not proved. */
export const ofNobody = (cause: string): Guarantee => ({
  key: `nobody:${cause}`,
  judge: (own) => (own.verdict === 'scoped' ? own : refused(own, { verdict: 'unproven', rule: 'unproven-flow', message: 'it is not proved that scoped-kysely attaches the tenant to this query', why: cause })),
});

/** The handle of an escape. It promises nothing of the tenant: the query is judged as it is, and the declaration answers for it. */
export const ofEscape = (escape: Escape, key: string, missing: Refusal | undefined): Guarantee => ({
  key: `escape:${key}`,
  judge: (own) => (missing ? refused(own, missing) : own),
  escape,
});
