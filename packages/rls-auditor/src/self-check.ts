import type { Connection } from './catalog/read.ts';

/** What the role of a connection is exempt from. */
export interface SelfCheck {
  readonly role: string;
  /** Nothing was found. */
  readonly safe: boolean;
  /** One sentence each, for a log. */
  readonly problems: readonly string[];
}

const question = `
select current_user::text as role, r.rolsuper as superuser, r.rolbypassrls as bypasses,
  (select coalesce(array_agg(c.oid::regclass::text order by c.oid::regclass::text), '{}') from pg_class c where c.relrowsecurity and c.relkind in ('r', 'p') and not row_security_active(c.oid)) as unfiltered,
  (select count(*)::int from pg_class c where c.relrowsecurity and c.relkind in ('r', 'p')) as guarded
from pg_roles r where r.rolname = current_user`;

const few = 5;

const named = (tables: readonly string[]): string => `${tables.slice(0, few).join(', ')}${tables.length > few ? ` and ${String(tables.length - few)} more` : ''}`;

/**
 * Asks, when an application starts, whether row security holds for the role of its connection: no superuser, no BYPASSRLS,
 * not the owner of tables on which it is not forced. It reads the catalog alone. It says nothing of the policies: that is
 * what an audit is for.
 *
 * @example
 * const { safe, problems } = await selfCheck({ query: async (sql) => (await pool.query(sql)).rows });
 * if (!safe) throw new Error(problems.join('; '));
 */
export const selfCheck = async (connection: Connection): Promise<SelfCheck> => {
  const [row] = await connection.query(question);
  if (!row) throw new Error('the role of the connection is not in pg_roles');
  const role = String(row['role']);
  const unfiltered = row['unfiltered'] as readonly string[];
  const problems = [
    ...(row['superuser'] === true ? [`${role} is a superuser: no policy applies to it`] : []),
    ...(row['superuser'] !== true && row['bypasses'] === true ? [`${role} has BYPASSRLS: no policy applies to it`] : []),
    ...(row['superuser'] !== true && row['bypasses'] !== true && unfiltered.length > 0 ? [`${role} is not held to the policies of ${named(unfiltered)}: it owns them, or inherits from their owner, and row security is not forced`] : []),
    ...(row['guarded'] === 0 ? ['no table of this database has row security'] : []),
  ];
  return { role, safe: problems.length === 0, problems };
};
