import type { Database } from '../database/database.ts';

/** CHECK constraints that speak of one column. */
const checksSql = `
select n.nspname || '.' || c.relname || '.' || a.attname as key, quote_ident(a.attname) as name, format_type(a.atttypid, a.atttypmod) as type,
  json_agg(pg_get_expr(k.conbin, k.conrelid)) as checks
from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1] join pg_type t on t.oid = a.atttypid
where k.contype = 'c' and array_length(k.conkey, 1) = 1 and t.typcategory in ('S', 'N') and t.typtype = 'b'
group by 1, 2, 3`;

interface Checked {
  readonly key: string;
  readonly name: string;
  readonly type: string;
  readonly checks: readonly string[];
}

/** Numbers and texts of the shapes that checks ask for: signs, ranges, codes, addresses. */
const usual = ['1', '2', '3', '5', '20', '0', '-1', '0.5', 'x', 'y', 'open', 'done', 'XY', 'EUR', 'a-b', 'a@b.cd', 'https://a.bc', '+15550100'] as const;

/** Of a number in a check, what is on either side of its bound, too. */
const mentioned = (check: string): readonly string[] => [
  ...[...check.matchAll(/'((?:[^']|'')*)'/g)].map(([, text]) => (text ?? '').replaceAll("''", "'")),
  ...[...check.matchAll(/-?\d+/g)].flatMap(([n]) => [Number(n) - 1, Number(n), Number(n) + 1].map(String)),
];

/** A row for each candidate that is of the type and passes: a function, since a candidate of another type is an error. */
const passing = async (database: Database, { name, type, checks }: Checked): Promise<readonly string[]> => {
  const candidates = [...new Set([...usual, ...checks.flatMap(mentioned)])];
  const passed: string[] = [];
  for (const candidate of candidates) {
    try {
      const [row] = await database.query(`select ${name}::text as value from (select $1::${type} as ${name}) candidate where ${checks.map((c) => `(${c})`).join(' and ')}`, [candidate]);
      if (row) passed.push(String(row['value']));
    } catch {
      // Not of the type, or not what the check can look at.
    }
  }
  return [...new Set(passed)];
};

/** Values that checks of a single column let be, by `schema.table.column`; columns without any are left out. */
export const allowedValues = async (database: Database): Promise<ReadonlyMap<string, readonly string[]>> => {
  const checked = (await database.query(checksSql)) as unknown as readonly Checked[];
  const allowed = new Map<string, readonly string[]>();
  for (const column of checked) {
    const values = await passing(database, column);
    if (values.length > 0) allowed.set(column.key, values);
  }
  return allowed;
};
