import type { Check, Severity } from '../check.ts';

interface Repair {
  readonly cve: string;
  readonly severity: Severity;
  readonly what: string;
  /** The first release of each branch that has the repair, as `number` of the server. Branches that are not named had no such fault, or nothing is known. */
  readonly first: readonly number[];
}

/** Source: PostgreSQL's release notes. Only faults that let a role past row security. */
const repairs: readonly Repair[] = [
  { cve: 'CVE-2023-2455', severity: 'error', what: 'policies of another role are applied after a function is inlined', first: [140008, 150003] },
  { cve: 'CVE-2023-39418', severity: 'error', what: 'MERGE skips policies', first: [150004] },
  { cve: 'CVE-2024-10976', severity: 'error', what: 'a plan that was kept goes on with the policies of another role', first: [140014, 150009, 160005, 170001] },
  { cve: 'CVE-2024-10978', severity: 'error', what: 'a reset of the role may leave another in force', first: [140014, 150009, 160005, 170001] },
  { cve: 'CVE-2025-8713', severity: 'warning', what: 'statistics of partitions and views show values past row security', first: [140019, 150014, 160010, 170006] },
  { cve: 'CVE-2026-14666', severity: 'warning', what: 'plans that were kept outlive a change of role', first: [140024, 150019, 160015, 170011, 180005] },
];

const isMissing = (number: number, { first }: Repair): boolean => first.some((f) => Math.floor(f / 10000) === Math.floor(number / 10000) && number < f);

const shown = (number: number): string => `${String(Math.floor(number / 10000))}.${String(number % 10000)}`;

export default {
  id: 'outdated-server',
  title: 'The server lacks repairs of row security',
  severity: 'error',
  threat: 'injection',
  mechanisms: [92, 96],
  run: ({ snapshot: { server } }) =>
    repairs
      .filter((r) => isMissing(server.number, r))
      .map((r) => {
        const first = r.first.find((f) => Math.floor(f / 10000) === Math.floor(server.number / 10000)) ?? 0;
        return { severity: r.severity, object: { kind: 'database', name: server.database }, message: `${r.what} (${r.cve})`, why: `the server is PostgreSQL ${shown(server.number)}; ${shown(first)} has the repair` };
      }),
} satisfies Check;
