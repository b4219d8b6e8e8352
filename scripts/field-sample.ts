import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

/*
 * Draws query sites from reports of `tenantscope check --format json`, to be read by hand: docs/field-report.md.
 *   node scripts/field-sample.ts <verdict> <seed> <report.json>=<how many> …
 * A site is drawn when the hash of seed, file and place is among the smallest, so that everybody draws the same.
 */
interface Site {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly operation: string;
  readonly tables: readonly string[];
  readonly verdict: string;
}

interface Finding {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly verdict: string;
  readonly rule: string;
  readonly message: string;
  readonly why: string;
}

type Report = { readonly sites: readonly Site[]; readonly findings: readonly Finding[] };

const [verdict = 'unscoped', seed = '1', ...strata] = process.argv.slice(2);

const rank = (text: string): string => createHash('sha256').update(`${seed} ${text}`).digest('hex');
const place = ({ file, line, column }: Site | Finding): string => `${file}:${line}:${column}`;

const drawn = (report: Report): readonly (Site | Finding)[] =>
  verdict === 'scoped' ? report.sites.filter((s) => s.verdict === verdict) : report.findings.filter((f) => f.verdict === verdict);

for (const stratum of strata) {
  const [path = '', count = '1'] = stratum.split('=');
  const all = new Map(drawn(JSON.parse(readFileSync(path, 'utf8')) as Report).map((x) => [place(x), x]));
  const chosen = [...all.values()].sort((a, b) => (rank(place(a)) < rank(place(b)) ? -1 : 1)).slice(0, Number(count));
  console.log(`${basename(path)}: ${chosen.length} of ${all.size}`);
  for (const x of chosen) console.log(`  ${place(x)}  ${'rule' in x ? `${x.rule}  ${x.message}; ${x.why}` : `${x.operation} ${x.tables.join(', ')}`}`);
}
