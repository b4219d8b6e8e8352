import type { Pair, Twin } from '../pair.ts';
import type { Report, Tool } from '../tool.ts';

const first = (pair: Pair, twin: Twin): Report => ({ file: pair.file, line: twin.marks.find((m) => m.kind === 'leak')?.line ?? twin.marks[0]?.line ?? twin.from, unproven: false });

const each = (decide: (pair: Pair, twin: Twin) => boolean): Tool['run'] => (pairs) =>
  Promise.resolve(pairs.flatMap((pair) => [pair.leaking, pair.fixed].filter((twin) => decide(pair, twin)).map((twin) => first(pair, twin))));

const code = ({ text }: Twin): string => text.replaceAll(/^\s*(--|\/\/).*$/gm, '');

const mentionsTenant = /tenant_?id|current_tenant/i;

/** What any tool has to beat. */
export const baselines: readonly Tool[] = [
  { name: 'flag everything', remark: 'baseline', languages: ['sql', 'typescript'], run: each(() => true) },
  { name: 'flag nothing', remark: 'baseline', languages: ['sql', 'typescript'], run: each(() => false) },
  { name: 'grep for the tenant column', remark: 'baseline: flags code that never mentions the tenant', languages: ['sql', 'typescript'], run: each((_, twin) => !mentionsTenant.test(code(twin))) },
];
