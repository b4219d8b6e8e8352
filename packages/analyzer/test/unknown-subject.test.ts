import { expect, it } from 'vitest';
import { analyzeFiles } from './cases.ts';

const code = `import type postgres from 'postgres';
export class Repository {
  constructor(private readonly sql: postgres.Sql, private readonly table: string) {}
  remove(id: string) { return this.sql\`delete from \${this.sql(this.table)} where id = \${id}\`; }
  rename(id: string) { return this.sql\`update \${this.sql(this.table)} set name = 'x' where id = \${id}\`; }
  add(id: string) { return this.sql\`insert into \${this.sql(this.table)} (id) values (\${id})\`; }
  clear() { return this.sql\`truncate \${this.sql(this.table)}\`; }
  known(id: string) { return this.sql\`delete from \${this.sql('o')} where id = \${id}\`; }
}
`;

it('says what is not known of a table that is written', async () => {
  const { sites } = await analyzeFiles({ 'src/repository.ts': code });
  const found = sites.map((s) => ({ line: s.line, verdict: s.verdict, tables: s.tables, why: s.findings.map((f) => f.refusal.why)[0] }));
  const unknown = [4, 5, 6, 7].map((line) => ({ line, verdict: 'unproven', tables: [], why: 'this.table is only known at run time' }));
  expect(found).toMatchObject([...unknown, { line: 8, verdict: 'unscoped', tables: ['o'] }]);
});
