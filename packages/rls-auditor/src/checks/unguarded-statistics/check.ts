import type { Check } from '../check.ts';

export default {
  id: 'unguarded-statistics',
  title: 'Extended statistics show values of other tenants',
  severity: 'warning',
  threat: 'injection',
  mechanisms: [83],
  run: ({ snapshot: { server } }) =>
    server.guardsStatistics === false
      ? [{ object: { kind: 'database', name: server.database }, message: 'pg_stats_ext shows common values of columns to roles that may not read them', why: 'its definition does not ask pg_has_role: the script fix-CVE-2024-4317.sql was not run in this database' }]
      : [],
} satisfies Check;
