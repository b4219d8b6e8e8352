import type { Cell, Observer } from '@tenantscope/oracle';

/** Values for the parameters of generated statements. `round` varies what strangers send; the tenant is missing in one of five. */
export const valuesFor =
  (observer: Observer, round: number, makesRows: boolean) =>
  (key: string): Cell => {
    const { own, strangers } = observer.tenants('uuid');
    const values: Readonly<Record<string, Cell>> = {
      // A row that is inserted for a missing tenant is nobody's, not another's.
      $1: round % 5 === 3 && !makesRows ? null : own,
      $2: round % 2 === 1 ? strangers[0] : own,
      $3: String(1 + (round % 6)),
      $4: round % 2 === 1 ? 'x' : 'open',
      $5: `{${own}}`,
      $6: `{${own},${strangers[0]}}`,
    };
    return values[key] ?? null;
  };
