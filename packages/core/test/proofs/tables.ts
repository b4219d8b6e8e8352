import type { ProofCase } from './case.ts';
import { choices } from './choices.ts';
import { ctes } from './ctes.ts';
import { edges } from './edges.ts';
import { generated } from './generated.ts';
import { joins } from './joins.ts';
import { names } from './names.ts';
import { predicates } from './predicates.ts';
import { queries } from './queries.ts';
import { writes } from './writes.ts';

export const tables: Readonly<Record<string, readonly ProofCase[]>> = { predicates, choices, joins, names, queries, ctes, writes, edges, generated };
