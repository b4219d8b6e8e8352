import type { SiteLog } from './site.ts';
import { optionsOf, type Single, type Value } from './value.ts';

/** What the constant of a module holds, and what was found on the way to it. */
export interface Constant {
  readonly value: Value;
  readonly log: SiteLog;
}

/** Nothing in it belongs to the run that made it: no closure, no builder, no row, no choice. */
const isPlain = (value: Value): boolean => optionsOf(value).every(({ path, value: v }) => path.size === 0 && isPlainSingle(v));

const isPlainSingle = (value: Single): boolean => {
  switch (value.kind) {
    case 'constant':
      return true;
    case 'text':
      return value.pieces.every((p) => p.kind === 'constant' || isPlain(p.value));
    case 'scalar':
      return value.row === undefined && (value.parent === undefined || isPlain(value.parent));
    case 'array':
      return value.items.every((i) => isPlain(i.value));
    case 'object':
      return value.entries.every((e) => isPlain(e.value));
    case 'function':
    case 'class':
    case 'instance':
    case 'foreign':
      return false;
  }
};

/** Whether a constant is the same in every run, so that it is worked out once. One that holds, or begins, a query is each run's own. */
export const isKept = ({ value, log }: Constant): boolean => log.isQuiet() && isPlain(value);
