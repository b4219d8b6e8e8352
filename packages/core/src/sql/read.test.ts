import { beforeAll, describe, expect, it } from 'vitest';
import { printStatement } from '../../test/print-ir.ts';
import { loadSqlReader, readSql } from './read.ts';

beforeAll(loadSqlReader);

const printed = (text: string): readonly string[] => readSql(text).statements.map((s) => printStatement(s.statement));

const kinds = (text: string): readonly string[] => readSql(text).statements.map((s) => s.statement.kind);

const refused = (message: string, line = 1): string => `OPAQUE: PostgreSQL cannot read it: ${message} (line ${line})`;

describe('readSql', () => {
  it('reads every statement with its place', () => {
    const text = '-- first\nselect 1;\r\n\r\n/* second */ select é from ü ;\n;select 3 -- third\n';
    expect(readSql(text).statements.map(({ index, line, text: own, span }) => [index, line, own, text.slice(span.start, span.end)])).toEqual([
      [0, 2, 'select 1', 'select 1'],
      [1, 4, 'select é from ü ', 'select é from ü '],
      [2, 5, 'select 3 -- third', 'select 3 -- third'],
    ]);
  });

  it.each(['', ' \r\n\t', '-- only a comment', '/* a /* nested */ one */', ';;;', '\ufeff'])('finds no statement in %j', (text) => {
    expect(readSql(text)).toEqual({ statements: [] });
  });

  it('does not let one unreadable statement hide the others', () => {
    const text = 'select 1;\nselec 2;\nselect 3;\nselect 4 from;\n';
    expect(printed(text)).toEqual([
      'select 1',
      refused('syntax error at or near "selec"', 2),
      'select 3',
      refused('syntax error at end of input', 4),
    ]);
    expect(readSql(text).error).toEqual({ message: 'syntax error at or near "selec"', line: 2 });
  });

  it('reports opaque statements under the rule for SQL that is not read', () => {
    expect(readSql('selec').statements[0]?.statement).toMatchObject({ kind: 'opaque-statement', rule: 'unproven-sql', at: { start: 0, end: 5 } });
  });

  it('gives the line of an error behind other characters than ASCII', () => {
    expect(readSql("select 'ééééé',\n'😀'\nfrom from").error).toEqual({ message: 'syntax error at or near "from"', line: 3 });
  });

  it.each([
    ["select 1; select 'a; b", ['select 1', refused(`unterminated quoted string at or near "'a; b"`)]],
    ['select 1; select "a; b', ['select 1', refused('unterminated quoted identifier at or near ""a; b"')]],
    ['select 1; select $x$ a; b', ['select 1', refused('unterminated dollar-quoted string at or near "$x$ a; b"')]],
    ['select 1; /* a; b', ['select 1', refused('unterminated /* comment')]],
    ["selec; select 'a;b', e'\\';', $$;$$, \"c;d\" -- ;\n/* ; */; select 2", [refused('syntax error at or near "selec"'), 'select "a;b", "\';", ";", c;d', 'select 2']],
    ["selec; select u&'\\0041;', b'1', 1.5e3, a$b, $1", [refused('syntax error at or near "selec"'), 'select "A;", "b1"::bit, 1500, a$b, $1']],
    ['selec; create function f() returns int begin atomic select case when true then 1 end; select 2; end; select 3', [refused('syntax error at or near "selec"'), 'CREATE FUNCTION unknown', 'select 3']],
    ['selec; create rule r as on insert to t do (select 1; select 2); select 3', [refused('syntax error at or near "selec"'), 'CREATE RULE unknown [t]', 'select 3']],
    ['select (1; select 2', [refused('syntax error at end of input'), 'select 2']],
    ['\\connect x\nselect 1;\ncopy t (a) from stdin;\n1;2\n\\.\nselect 2', [refused('a psql command is not SQL'), 'select 1', 'COPY unknown [t]', 'select 2']],
  ])('splits %j', (text, expected) => {
    expect(printed(text)).toEqual(expected);
  });

  it.each([
    ['select 1\0; select 2', ['opaque-statement', 'select']],
    ["select 'a\0b'; select 2", ['opaque-statement', 'select']],
    ['\0', ['opaque-statement']],
    ['select 1;\0', ['select', 'opaque-statement']],
  ])('refuses what stands around a NUL character: %j', (text, expected) => {
    expect(kinds(text)).toEqual(expected);
  });

  it('reads on after a byte order mark', () => {
    const [only] = readSql('\ufeffselect a').statements;
    expect([only?.span, only?.text, only?.line]).toEqual([{ start: 1, end: 9 }, 'select a', 1]);
    expect(kinds('\ufeffselec; select 1')).toEqual(['opaque-statement', 'select']);
  });

  it('reads lone surrogates', () => {
    expect(readSql("select '\ud800', b").statements[0]?.statement).toMatchObject({ items: [{}, { expr: { at: { start: 12, end: 13 } } }] });
  });
});

const nested = (open: string, core: string, close: string) => (n: number): string => open.repeat(n) + core + close.repeat(n);

const towers: Readonly<Record<string, (n: number) => string>> = {
  parentheses: (n) => `select ${nested('(', '1', ')')(n)}`,
  calls: (n) => `select ${nested('abs(', '1', ')')(n)}`,
  rows: (n) => `select ${nested('(1, ', '1', ')')(n)}`,
  'left rows': (n) => `select ${nested('(', '1', ', 1)')(n)}`,
  arrays: (n) => `select array${nested('[', '1', ']')(n)}`,
  cases: (n) => `select ${nested('case when a then ', '1', ' end')(n)}`,
  'scalar sub-queries': (n) => `select ${nested('(select ', '1', ')')(n)}`,
  'derived tables': (n) => `select * from ${nested('(select * from ', 't', ') x')(n)}`,
  exists: (n) => `select 1 ${nested('where exists (select 1 ', '', ')')(n)}`,
  with: (n) => nested('with a as (', 'select 1', ') select 1')(n),
  sums: (n) => `select ${Array(n).fill('a').join(' + ')}`,
  signs: (n) => `select ${'- '.repeat(n)}a`,
  nots: (n) => `select ${'not '.repeat(n)}a`,
  casts: (n) => `select a${'::int'.repeat(n)}`,
  collations: (n) => `select a${' collate x'.repeat(n)}`,
  subscripts: (n) => `select a${'[1]'.repeat(n)}`,
  unions: (n) => Array(n).fill('select 1').join(' union '),
  joins: (n) => `select 1 from a${' cross join a'.repeat(n)}`,
  choices: (n) => `select ${nested('a or (b and ', '1', ')')(n)}`,
};

describe('deep and long statements', () => {
  it('reads 5,000 nested parentheses and 2,000 conjuncts', () => {
    expect(printed(`select ${'('.repeat(5000)}a${')'.repeat(5000)}`)).toEqual(['select a']);
    const [and] = readSql(`select 1 from o where ${Array(2000).fill('a = 1').join(' and ')}`).statements;
    expect(and?.statement).toMatchObject({ kind: 'select', where: { kind: 'and', args: { length: 2000 } } });
  });

  it.each(Object.keys(towers))('reads or refuses a tower of %s, and goes on', (name) => {
    for (const n of [100, 3_000, 30_000]) {
      const read = readSql(`${towers[name]?.(n)}; select 1`).statements;
      expect(read.length, `${n}`).toBeGreaterThanOrEqual(1);
      if (n === 100) expect(read.map((s) => s.statement.kind)).not.toContain('opaque-statement');
      if (n === 30_000) expect(JSON.stringify(read[0]?.statement)).toContain('"kind":"opaque');
      expect(printed('select a + b from o')).toEqual(['select +<a, b> from o']);
    }
  });

  it('survives texts that would crash the parser, however many', () => {
    for (let i = 0; i < 50; i += 1) expect(kinds(`select ${Array(50_000).fill('a').join('+')}`)).toEqual(['opaque-statement']);
    expect(kinds('select 1')).toEqual(['select']);
  });

  it('reads a megabyte of statements, with an unreadable one among them', () => {
    const many = 'select * from orders where id = 1 and tenant_id = $1;\n'.repeat(10_000);
    const { statements, error } = readSql(`${many}selec;\n${many}`);
    expect(statements).toHaveLength(20_001);
    expect(statements.filter((s) => s.statement.kind === 'opaque-statement')).toHaveLength(1);
    expect(error?.line).toBe(10_001);
    expect(statements.at(-1)?.line).toBe(20_001);
  });

  it.each([
    ['one string', `select '${'x;'.repeat(500_000)}'`, 'select'],
    ['an open string', `select '${'x;'.repeat(500_000)}`, 'opaque-statement'],
    ['escaped quotes', `select e'${"\\'".repeat(500_000)}'`, 'select'],
    ['quotes', "'".repeat(1_000_001), 'opaque-statement'],
    ['brackets', '('.repeat(1_000_000), 'opaque-statement'],
    ['operators', '+'.repeat(1_000_000), 'opaque-statement'],
    ['open comments', '/*'.repeat(500_000), 'opaque-statement'],
    ['a name', 'a'.repeat(1_000_000), 'opaque-statement'],
    ['dollars', '$a'.repeat(500_000), 'opaque-statement'],
  ])('reads a megabyte of %s in good time', (_, text, kind) => {
    const start = performance.now();
    expect(kinds(text)).toEqual([kind]);
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it('keeps causes short', () => {
    const [only] = readSql(`select '${'x'.repeat(10_000)}`).statements;
    expect(only?.statement.kind === 'opaque-statement' && only.statement.cause.length).toBeLessThan(400);
  });
});
