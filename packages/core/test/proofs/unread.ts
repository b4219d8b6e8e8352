import { prove, readSql, type Statement, type ValueLookup } from '../../src/index.ts';
import { hardModel } from '../judge.ts';

/** What front ends put into the IR and SQL text does not: unread parts, values of unknown origin, nesting without end. */
export interface UnreadCase {
  readonly name: string;
  readonly statement: Statement;
  readonly values?: ValueLookup;
}

const cause = { rule: 'unproven-fragment', cause: 'the text is computed at run time' };
const opaque = { kind: 'opaque', args: [], ...cause } as const;
const rows = { kind: 'opaque-relation', ...cause } as const;

const known: ValueLookup = (key) => ({ trust: key === '$1' ? 'trusted' : 'untrusted', nonNull: false, label: key, origin: 'a test' });
const unknown =
  (rule?: string): ValueLookup =>
  () => ({ trust: 'unknown', nonNull: false, label: 'id', origin: 'a call that is not followed', rule });

const read = (sql: string): Statement => {
  const [only] = readSql(sql).statements;
  if (!only) throw new Error(`no statement in ${sql}`);
  return only.statement;
};

type Select = Extract<Statement, { kind: 'select' }>;

const select = (sql: string): Select => {
  const statement = read(sql);
  if (statement.kind !== 'select') throw new Error(`no SELECT: ${sql}`);
  return statement;
};

const nested = (times: number): Select['where'] => {
  let where: Select['where'] = { kind: 'constant', value: true };
  for (let i = 0; i < times; i += 1) where = { kind: 'not', arg: where };
  return where;
};

const open = select('select * from o');
const tied = select('select * from o where t = $1');
const condition = tied.where ?? opaque;

export const unread: readonly UnreadCase[] = [
  { name: 'an unread condition may tie the rows', statement: { ...open, where: opaque } },
  { name: 'an unread condition beside one that ties the rows', statement: { ...open, where: { kind: 'and', args: [condition, opaque] } } },
  { name: 'an unread branch may tie the rows', statement: { ...open, where: { kind: 'or', args: [condition, opaque] } } },
  { name: 'unread branches may tie the rows', statement: { ...open, where: { kind: 'or', args: [opaque, opaque] } } },
  { name: 'an unread item may show anything', statement: { ...tied, items: [{ star: false, expr: opaque, name: undefined }] } },
  { name: 'an unread value may be anything', statement: { ...open, where: { kind: 'compare', op: '=', left: { kind: 'column', path: ['t'] }, right: opaque } } },
  { name: 'unread rows may be anybody’s', statement: { ...tied, from: [...tied.from, rows] } },
  { name: 'unread rows may have any column', statement: { ...select('select x.a from o where o.t = $1 and x.b = 2'), from: [...tied.from, { ...rows, alias: 'x' }] } },
  { name: 'unread rows have any column that nothing else has', statement: { ...select('select a from plans where b = 2'), from: [rows] } },
  { name: 'an unread statement may do anything', statement: { kind: 'opaque-statement', ...cause } },
  { name: 'an unknown value under the rule that its front end names', statement: tied, values: unknown('unproven-flow') },
  { name: 'an unknown value', statement: tied, values: unknown() },
  { name: 'an unknown value for the tenant setting', statement: read("select set_config('app.current_tenant', $1, true)"), values: unknown() },
  { name: 'an unknown value for a key is no tenant', statement: read('select * from items where oid = $1'), values: unknown() },
  { name: 'a trusted value for a key is no tenant', statement: read('select * from items where oid = $1') },
  { name: 'nesting without end', statement: { ...open, where: nested(200_000), at: { start: 0, end: 0 } } },
];

export const proofOfUnread = ({ statement, values = known }: UnreadCase): ReturnType<typeof prove> => prove(statement, hardModel, values);
