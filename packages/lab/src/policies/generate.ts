import fc, { type Arbitrary } from 'fast-check';

type Table = 'docs' | 'lines' | 'members' | 'tenants';

const tenantColumn: Readonly<Record<Table, string>> = { docs: 't', lines: 't', members: 't', tenants: 'id' };

/** What policies compare the tenant column with: mostly right. */
const tenantValue = fc.oneof(
  { weight: 6, arbitrary: fc.constant('app.current_tenant()') },
  { weight: 2, arbitrary: fc.constant('(select app.current_tenant())') },
  { weight: 2, arbitrary: fc.constant("nullif(current_setting('app.current_tenant', true), '')::uuid") },
  { weight: 1, arbitrary: fc.constant("current_setting('app.current_tenant', true)::uuid") },
  { weight: 1, arbitrary: fc.constant('app.tenant_plpgsql()') },
  { weight: 1, arbitrary: fc.constantFrom("nullif(current_setting('app.user', true), '')::uuid", 'app.fallback()', "coalesce(app.current_tenant(), '0ccccccc-0000-4000-8000-000000000003')", 'coalesce(app.current_tenant(), t)') },
);

const comparison = fc.oneof({ weight: 12, arbitrary: fc.constant('=') }, { weight: 1, arbitrary: fc.constantFrom('<>', 'is not distinct from', '>=', 'is distinct from') });

const text = fc.constantFrom("'x'", "'y'", "'open'", "'done'");

const ofTenant = (table: Table): Arbitrary<string> => fc.tuple(comparison, tenantValue, fc.boolean()).map(([op, value, turned]) => {
  const column = value.includes(', t)') ? 't' : tenantColumn[table];
  return turned && op === '=' ? `${value} = ${column}` : `${column} ${op} ${value}`;
}).filter((sql) => table !== 'tenants' || !sql.includes(', t)'));

/** Conditions on other things than the tenant. */
const local = (table: Table): Arbitrary<string> => {
  const name = table === 'members' ? 'who' : table === 'tenants' ? 'name' : 'title';
  const shared: Arbitrary<string>[] = [
    text.map((value) => `${name} = ${value}`),
    fc.constant(`${name} is not null`),
    fc.constant("current_setting('app.is_admin', true) = 'on'"),
    fc.constantFrom('true', 'false', '1 = 1', 'null'),
    fc.constant(`exists (select 1 from countries where code = ${name})`),
  ];
  if (table === 'docs') shared.push(fc.constantFrom('open', 'other is null'), tenantValue.map((v) => `other = ${v.replace(', t)', ', other)')}`));
  return fc.oneof(...shared);
};

/** Conditions that look at other tables, or into functions that do. */
const related = (table: Table): Arbitrary<string> => {
  const key = tenantColumn[table];
  const own = tenantValue.map((v) => v.replace(', t)', ', m.t)'));
  const shared: Arbitrary<string>[] = [
    own.map((v) => `${key} in (select m.t from members m where m.t = ${v})`),
    own.map((v) => `exists (select 1 from members m where m.t = ${table}.${key} and m.t = ${v})`),
    fc.constant(`exists (select 1 from members m where m.t = ${table}.${key})`),
    text.map((w) => `${key} in (select t from members where who = ${w})`),
    fc.constantFrom(`app.is_mine(${key})`, `${key} in (select app.my_tenants())`, `${key} in (select app.all_tenants())`, `${key} = any (array[app.current_tenant()])`, `(${key} = app.current_tenant()) is true`, `(${key}, 1) = (app.current_tenant(), 1)`),
    fc.constantFrom(`case when current_setting('app.is_admin', true) = 'on' then true else ${key} = app.current_tenant() end`, `case when ${key} is null then false else ${key} = app.current_tenant() end`),
  ];
  if (table === 'docs') shared.push(fc.constantFrom('app.is_mine_or_open(t, open)', 'app.owns_doc(id)', 'app.knows_doc(id)'));
  if (table === 'lines')
    shared.push(
      fc.constantFrom('app.owns_doc(doc_id)', 'app.knows_doc(doc_id)', 'exists (select 1 from docs d where d.id = lines.doc_id)', 'doc_id in (select id from docs)'),
      own.map((v) => `exists (select 1 from docs d where d.id = lines.doc_id and d.t = ${v.replace('m.t', 'd.t')})`),
      own.map((v) => `exists (select 1 from docs d where d.id = doc_id and d.t = ${v.replace('m.t', 'd.t')} and d.t = lines.t)`),
    );
  return fc.oneof(...shared);
};

const predicate = (table: Table): Arbitrary<string> => {
  const leaf = fc.oneof({ weight: 6, arbitrary: ofTenant(table) }, { weight: 2, arbitrary: local(table) }, { weight: 3, arbitrary: related(table) });
  const { tree } = fc.letrec<{ readonly tree: string; readonly deep: string }>((tie) => ({
    deep: fc.oneof(
      { weight: 4, arbitrary: fc.tuple(tie('tree'), tie('tree')).map(([a, b]) => `(${a}) and (${b})`) },
      { weight: 2, arbitrary: fc.tuple(tie('tree'), tie('tree')).map(([a, b]) => `(${a}) or (${b})`) },
      { weight: 1, arbitrary: tie('tree').map((a) => `not (${a})`) },
    ),
    tree: fc.oneof({ depthSize: 'xsmall', maxDepth: 2 }, { weight: 3, arbitrary: leaf }, { weight: 1, arbitrary: tie('deep') }),
  }));
  return tree;
};

const policy = (table: Table): Arbitrary<(n: number) => string> =>
  fc
    .record({
      command: fc.oneof({ weight: 4, arbitrary: fc.constant('all') }, { weight: 3, arbitrary: fc.constantFrom('select', 'insert', 'update', 'delete') }),
      restrictive: fc.integer({ min: 0, max: 9 }).map((n) => n < 2),
      role: fc.oneof({ weight: 5, arbitrary: fc.constant('public') }, { weight: 2, arbitrary: fc.constantFrom('app_rw', 'app_ro', 'app_owner') }),
      using: predicate(table),
      check: fc.option(predicate(table), { freq: 3 }),
    })
    .map(({ command, restrictive, role, using, check }) => (n) => {
      const reads = command !== 'insert' ? ` using (${using})` : '';
      const writes = command === 'insert' ? ` with check (${using})` : check !== null && (command === 'all' || command === 'update') ? ` with check (${check})` : '';
      return `create policy p${String(n)} on ${table} as ${restrictive ? 'restrictive' : 'permissive'} for ${command} to ${role}${reads}${writes};`;
    });

const security = (table: Table): Arbitrary<string> =>
  fc
    .record({
      policies: fc.array(policy(table), { minLength: 1, maxLength: table === 'docs' || table === 'lines' ? 3 : 1 }),
      on: fc.integer({ min: 0, max: 19 }).map((n) => n > 0),
      force: fc.integer({ min: 0, max: 5 }).map((n) => n > 0),
    })
    .map(({ policies, on, force }) => `${on ? `alter table ${table} enable row level security;` : ''}${force ? ` alter table ${table} force row level security;` : ''} ${policies.map((p, n) => p(n)).join(' ')}`);

/** SQL that guards the tables of the schema, well or badly. */
const policySets: Arbitrary<string> = fc.tuple(security('docs'), security('lines'), security('members'), security('tenants')).map((parts) => parts.join('\n'));

export const policySetsOf = (seed: number, count: number): readonly string[] => fc.sample(policySets, { seed, numRuns: count });
