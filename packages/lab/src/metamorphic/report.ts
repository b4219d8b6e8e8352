import { type Outcome } from './run.ts';

/** A rewrite over all applications. */
export interface Row {
  readonly id: string;
  readonly effect: Outcome['effect'];
  readonly applicable: number;
  readonly applied: number;
  readonly held: number;
}

export const rowsOf = (outcomes: readonly Outcome[]): readonly Row[] =>
  [...new Set(outcomes.map((o) => o.id))].flatMap((id) => {
    const own = outcomes.filter((o) => o.id === id);
    const [first] = own;
    const applied = own.reduce((n, o) => n + o.applied, 0);
    const applicable = own.reduce((n, o) => n + o.applicable, 0);
    const failed = new Set(own.flatMap((o) => o.surprises.map((s) => `${s.app} ${s.site}`))).size;
    return first ? [{ id, effect: first.effect, applicable, applied, held: Math.max(0, applied - failed) }] : [];
  });

const percent = (held: number, applied: number): string => (applied === 0 ? '–' : `${((100 * held) / applied).toFixed(1)} %`);

/** `rewrite, applied, kept or killed, share`, one line each. */
export const renderTable = (outcomes: readonly Outcome[]): string => {
  const rows = rowsOf(outcomes);
  const total = (effect: Row['effect']): Row => {
    const own = rows.filter((r) => r.effect === effect);
    return { id: `all ${effect}`, effect, applicable: own.reduce((n, r) => n + r.applicable, 0), applied: own.reduce((n, r) => n + r.applied, 0), held: own.reduce((n, r) => n + r.held, 0) };
  };
  const line = (r: Row): string => `${r.id.padEnd(28)}${String(r.applied).padStart(8)}${String(r.held).padStart(8)} ${r.effect === 'keeps' ? 'kept  ' : 'killed'}${percent(r.held, r.applied).padStart(9)}`;
  return [...rows, total('keeps'), total('flips')].map(line).join('\n');
};

export const renderSurprises = (outcomes: readonly Outcome[]): string =>
  outcomes.flatMap((o) => o.surprises.map((s) => `${s.rewrite}  ${s.app} ${s.site}: expected ${s.expected}, found ${s.found}\n    ${s.code}`)).join('\n');
