import type { Shape } from '../shape.ts';
import { escapes } from './escapes.ts';
import { parents } from './parents.ts';
import { joins, nested, reads } from './reads.ts';
import { inserts, merges, writes } from './writes.ts';

export const shapes: readonly Shape[] = [...reads, ...joins, ...nested, ...parents, ...writes, ...inserts, ...merges, ...escapes];
