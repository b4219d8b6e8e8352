import { ts } from '#compiler';
import type { Judged } from './facts.ts';

/** A parameter that no value was found for: its number is beyond the list, or the list is not known. */
export const factsFallback = (label: string): Judged => ({
  facts: { trust: 'unknown', nonNull: false, label, origin: `which value ${label} is bound to is not known`, rule: 'unproven-value' },
  open: false,
  trace: [],
  isAsked: true,
});

/** A place for values that no expression stands for. */
export const nowhere = (): ts.Node => ts.factory.createIdentifier('value');
