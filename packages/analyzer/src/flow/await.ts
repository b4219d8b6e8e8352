import { ts } from '#compiler';
import { along } from './branch.ts';
import type { Run } from './run.ts';
import type { Value } from './value.ts';

/** What a value is once it is awaited, in each of its alternatives. */
export const awaitValue = (run: Run, value: Value, node: ts.Node): Value =>
  along(run, value, (v) => (v.kind === 'foreign' ? v.awaited(node, run) : v));

/** What a promise of a list gives: each element is awaited. */
export const awaitAll = (run: Run, value: Value, node: ts.Node): Value =>
  along(run, value, (v) => (v.kind === 'array' ? { kind: 'array', items: v.items.map((i) => ({ ...i, value: awaitValue(run, i.value, node) })) } : v));

/** Whether what a function gives back is a promise of what it returns. */
export const isAsync = (node: ts.Node): boolean =>
  ts.canHaveModifiers(node) && ts.getModifiers(node)?.some((m) => m.kind === ts.SyntaxKind.AsyncKeyword) === true && !('asteriskToken' in node && node.asteriskToken);
