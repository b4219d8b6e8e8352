import { describe, expect, it } from 'vitest';
import { prove, readSql, type Statement, type ValueLookup } from '../../src/index.ts';
import { hardModel, judge } from '../judge.ts';
import { render } from './case.ts';

/** What front ends put into the IR and SQL text does not: unread parts, values of unknown origin, nesting without end. */

const cause = { rule: 'unproven-fragment', cause: 'the text is computed at run time' };
const opaque = { kind: 'opaque', args: [], ...cause } as const;

const known: ValueLookup = (key) => ({ trust: key === '$1' ? 'trusted' : 'untrusted', nonNull: false, label: key, origin: 'a test' });

const statementOf = (sql: string): Statement => {
  const [only] = readSql(sql).statements;
  if (!only) throw new Error(`no statement in ${sql}`);
  return only.statement;
};

const selectOf = (sql: string): Extract<Statement, { kind: 'select' }> => {
  const statement = statementOf(sql);
  if (statement.kind !== 'select') throw new Error(`no SELECT: ${sql}`);
  return statement;
};

const verdictOf = (statement: Statement, values: ValueLookup = known): string => render('', prove(statement, hardModel, values));

describe('a part that was not read', () => {
  const open = selectOf('select * from o');
  const tied = selectOf('select * from o where t = $1');

  it('may tie the rows, as a condition', () => {
    expect(verdictOf({ ...open, where: opaque })).toMatchSnapshot();
  });

  it('may tie every branch of a choice, or not', () => {
    const where = tied.where ?? opaque;
    expect(verdictOf({ ...open, where: { kind: 'or', args: [where, opaque] } })).toMatchSnapshot();
    expect(verdictOf({ ...open, where: { kind: 'or', args: [opaque, opaque] } })).toMatchSnapshot();
  });

  it('may be anything, in the select list', () => {
    expect(verdictOf({ ...tied, items: [{ star: false, expr: opaque, name: undefined }] })).toMatchSnapshot();
  });

  it('may be anything, inside a value', () => {
    expect(verdictOf({ ...open, where: { kind: 'compare', op: '=', left: { kind: 'column', path: ['t'] }, right: opaque } })).toMatchSnapshot();
  });

  it('may be any rows', () => {
    const rows = { kind: 'opaque-relation', ...cause } as const;
    expect(verdictOf({ ...tied, from: [...tied.from, rows] })).toMatchSnapshot();
    expect(verdictOf({ ...selectOf('select x.a from o where o.t = $1 and x.b = 2'), from: [...tied.from, { ...rows, alias: 'x' }] })).toMatchSnapshot();
    expect(verdictOf({ ...selectOf('select a from plans where b = 2'), from: [rows] })).toMatchSnapshot();
  });

  it('may be any statement', () => {
    expect(verdictOf({ kind: 'opaque-statement', ...cause })).toMatchSnapshot();
  });
});

describe('a value of unknown origin', () => {
  const values = (rule?: string): ValueLookup => () => ({ trust: 'unknown', nonNull: false, label: 'id', origin: 'a call that is not followed', rule });

  it('is reported under the rule that its front end names', () => {
    expect(verdictOf(statementOf('select * from o where t = $1'), values('unproven-flow'))).toMatchSnapshot();
  });

  it('is reported as a value otherwise', () => {
    expect(verdictOf(statementOf('select * from o where t = $1'), values())).toMatchSnapshot();
    expect(verdictOf(statementOf("select set_config('app.current_tenant', $1, true)"), values())).toMatchSnapshot();
    expect(verdictOf(statementOf('select * from items where oid = $1'), values())).toMatchSnapshot();
  });

  it('does not make a trusted value of a key', () => {
    expect(judge('select * from items where oid = $1').verdict).toBe('unscoped');
    expect(judge('select * from items where oid in ($1)').verdict).toBe('unscoped');
  });
});

describe('nesting without end', () => {
  it('is not decided', () => {
    let where: Extract<Statement, { kind: 'select' }>['where'] = { kind: 'constant', value: true };
    for (let i = 0; i < 200_000; i += 1) where = { kind: 'not', arg: where };
    expect(verdictOf({ ...selectOf('select * from o'), where, at: { start: 0, end: 0 } })).toMatchSnapshot();
  });

  it('is the only error that is an answer', () => {
    const broken: ValueLookup = () => {
      throw new TypeError('a bug');
    };
    expect(() => prove(statementOf('select * from o where t = $1'), hardModel, broken)).toThrow('a bug');
  });
});
