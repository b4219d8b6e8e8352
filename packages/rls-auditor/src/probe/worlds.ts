import type { Observer, Row, World, WorldPair } from '@tenantscope/oracle';

const filtered = (world: World, keep: (row: Row, key: string) => boolean): World => new Map([...world].map(([key, rows]) => [key, rows.filter((r) => keep(r, key))]));

const both = ({ one, two }: WorldPair, change: (world: World) => World): WorldPair => ({ one: change(one), two: change(two) });

/** No row of the tenant is there, so whatever shows is another's. */
export const withoutOwn = (pair: WorldPair): WorldPair => both(pair, (world) => filtered(world, (r) => r.owner !== 'own'));

/** Tables that refer to a table, directly or through others. */
const referringTo = (observer: Observer, key: string): ReadonlySet<string> => {
  const found = new Set<string>();
  const visit = (target: string): void => {
    for (const { table, references } of observer.tables)
      if (table.key !== key && !found.has(table.key) && references.some((r) => r.table === target)) {
        found.add(table.key);
        visit(table.key);
      }
  };
  visit(key);
  return found;
};

/** Nothing refers to the rows of a table, so that each can go. */
export const withoutReferring = (observer: Observer, pair: WorldPair, key: string): WorldPair => {
  const referring = referringTo(observer, key);
  return both(pair, (world) => filtered(world, (_, at) => !referring.has(at)));
};

const same = (a: Row, b: Row): boolean => a.cells.every((c, i) => c === b.cells[i]);

/** These are the rows of a table. */
export const withRows = (world: World, key: string, rows: readonly Row[]): World => new Map([...world, [key, rows] as const]);

/** A row is the only one of its table, in both worlds. */
export const withOnly = ({ one }: WorldPair, key: string, row: Row): WorldPair => {
  const world = withRows(one, key, [row]);
  return { one: world, two: world };
};

/** Some rows of a table are not there yet. */
export const withoutRows = (pair: WorldPair, key: string, gone: readonly Row[]): WorldPair => both(pair, (world) => filtered(world, (r, at) => at !== key || !gone.some((g) => same(g, r))));
