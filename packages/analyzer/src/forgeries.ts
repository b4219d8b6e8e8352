import type { Refusal } from '@tenantscope/core';
import { ts } from '#compiler';
import { isTest } from './tests.ts';
import { type Forgery, forgery } from './flow/cast.ts';
import type { Shared } from './flow/interpreter.ts';
import { spanOf } from './flow/offsets.ts';
import { spelled } from './flow/origin.ts';
import type { SiteLog } from './flow/site.ts';
import { isCast } from './host/cast.ts';

const refusalOf = (cast: ts.Node, { from, type }: Forgery): Refusal => ({
  verdict: 'unscoped',
  rule: 'no-untrusted-tenant',
  message: `a ${type} is made by a cast, which checks nothing`,
  why: `${spelled(from)} is only cast to ${type}: whatever takes a ${type} trusts whoever chose the value`,
  at: spanOf(cast),
});

/** The values that a query was refused for: what a cast has to do with them is told there. */
const refusedFor = (log: SiteLog): ReadonlySet<ts.Node> => {
  const found = new Set<ts.Node>();
  for (const outcome of [...log.outcomes.values()].flat())
    if (outcome.proof.verdict !== 'scoped') for (const { trace } of outcome.values.values()) for (const { node } of trace) found.add(node);
  return found;
};

const isTold = (cast: ts.Node, told: ReadonlySet<ts.Node>): boolean => {
  let isPart = false;
  const visit = (node: ts.Node): void => {
    isPart ||= told.has(node);
    if (!isPart) ts.forEachChild(node, visit);
  };
  visit(cast);
  return isPart;
};

/**
 * Casts that make a trusted value of any other are findings of their own: the value may come to a query by ways that are not followed,
 * such as a parameter whose type is trusted for want of callers.
 */
export const reportForgeries = (shared: Shared, files: readonly ts.SourceFile[]): void => {
  const { log } = shared;
  const told = refusedFor(log);
  const visit = (node: ts.Node): void => {
    const forged = isCast(node) && log.casts.get(node) !== true ? forgery(shared, node) : undefined;
    if (forged && !isTold(node, told)) log.refuse({ node }, node, refusalOf(node, forged), 'cast');
    else ts.forEachChild(node, visit);
  };
  files.filter((f) => !isTest(f) && /\bas\b|<\w/.test(f.text)).forEach(visit);
};
