import type { Analysis } from '../src/index.ts';

/** All that reports are made of. */
export const reported = ({ sites, incomplete, comments, files, read }: Analysis) => ({
  sites: sites.map(({ proof: _p, statement: _s, trusted: _t, findings, ...site }) => ({ ...site, findings: findings.map(({ refusal: { verdict, rule, message, why }, ...finding }) => ({ ...finding, verdict, rule, message, why })) })),
  incomplete,
  comments,
  files,
  read,
});
