/** A way to keep tenants apart that is right. All have the same tables, roles and functions, so that the same harm can be done to each. */
export interface Style {
  readonly name: string;
  /** Type of the tenant column. */
  readonly type: string;
  readonly language: 'sql' | 'plpgsql';
  /** What the policies compare the tenant column with. */
  readonly tenant: string;
  readonly policies: (table: string, column: string, tenant: string) => string;
  readonly owner: 'app_owner' | 'postgres';
}

const one = (table: string, column: string, tenant: string): string => `create policy ${table}_isolation on ${table} using (${column} = ${tenant});`;

const explicit = (table: string, column: string, tenant: string): string => `create policy ${table}_isolation on ${table} for all to public using (${column} = ${tenant}) with check (${column} = ${tenant});`;

const each = (table: string, column: string, tenant: string): string =>
  [
    `create policy ${table}_isolation on ${table} for select using (${column} = ${tenant});`,
    `create policy ${table}_insert on ${table} for insert with check (${column} = ${tenant});`,
    `create policy ${table}_update on ${table} for update using (${column} = ${tenant}) with check (${column} = ${tenant});`,
    `create policy ${table}_delete on ${table} for delete using (${column} = ${tenant});`,
  ].join('\n');

const floor = (table: string, column: string, tenant: string): string =>
  `create policy ${table}_open on ${table} using (true); create policy ${table}_isolation on ${table} as restrictive using (${column} = ${tenant});`;

const named = (table: string, column: string, tenant: string): string => `create policy ${table}_isolation on ${table} to app_rw using (${tenant} = ${column});`;

const inline = (type: string): string => `nullif(current_setting('app.current_tenant', true), '')::${type}`;

export const styles: readonly Style[] = [
  { name: 'a function in SQL', type: 'uuid', language: 'sql', tenant: 'app.current_tenant()', policies: one, owner: 'app_owner' },
  { name: 'a function in PL/pgSQL', type: 'uuid', language: 'plpgsql', tenant: 'app.current_tenant()', policies: explicit, owner: 'app_owner' },
  { name: 'the setting itself', type: 'uuid', language: 'sql', tenant: inline('uuid'), policies: one, owner: 'postgres' },
  { name: 'a policy for each command', type: 'bigint', language: 'sql', tenant: 'app.current_tenant()', policies: each, owner: 'app_owner' },
  { name: 'a floor under open policies', type: 'uuid', language: 'sql', tenant: 'app.current_tenant()', policies: floor, owner: 'app_owner' },
  { name: 'a sub-select around the function', type: 'uuid', language: 'plpgsql', tenant: '(select app.current_tenant())', policies: each, owner: 'app_owner' },
  { name: 'names of tenants', type: 'text', language: 'sql', tenant: 'app.current_tenant()', policies: explicit, owner: 'app_owner' },
  { name: 'policies for the role alone', type: 'integer', language: 'plpgsql', tenant: inline('integer'), policies: named, owner: 'app_owner' },
];

const functionOf = ({ language, type }: Style): string => {
  if (language === 'sql') return `create function app.current_tenant() returns ${type} language sql stable set search_path = '' as $$ select ${inline(type)} $$;`;
  return `create function app.current_tenant() returns ${type} language plpgsql stable set search_path = '' as $$
    declare t text := current_setting('app.current_tenant', true);
    begin if t is null or t = '' then return null; end if; return t::${type}; end $$;`;
};

const isText = (type: string): string => (type === 'text' ? " check (tenant_id <> '')" : '');

/** The SQL that makes the database of a style in an empty one. */
export const schemaOf = (style: Style): string => {
  const { type, tenant, policies, owner } = style;
  const guard = (table: string, column: string): string => `alter table ${table} enable row level security, force row level security; ${policies(table, column, tenant)}`;
  return `
create role app_owner nologin; create role app_rw login;
create schema app authorization ${owner}; grant usage on schema app to app_rw, app_owner; grant usage, create on schema public to app_owner;
set local role ${owner};
${functionOf(style)}
create table tenants (id ${type} primary key, name text not null);
create table countries (code char(2) primary key);
create table docs (id uuid primary key, tenant_id ${type} not null references tenants${isText(type)}, title text, unique (tenant_id, id));
create table lines (id uuid primary key, tenant_id ${type} not null${isText(type)}, doc_id uuid not null, foreign key (tenant_id, doc_id) references docs (tenant_id, id) on delete cascade);
create table parts (id uuid not null, tenant_id ${type} not null${isText(type)}, at date not null) partition by range (at);
create table parts_1 partition of parts for values from ('2026-01-01') to ('2027-01-01');
create index on lines (tenant_id); create index on parts (tenant_id);
${guard('tenants', 'id')} ${guard('docs', 'tenant_id')} ${guard('lines', 'tenant_id')} ${guard('parts', 'tenant_id')}
create view titles ${owner === 'app_owner' ? '' : 'with (security_invoker)'} as select tenant_id, title from docs;
create function app.titles() returns setof text language sql stable security definer set search_path = '' as $$ select title from public.docs where tenant_id = ${tenant} $$;
grant select on tenants, countries, titles to app_rw;
grant select, insert, update, delete on docs, lines, parts to app_rw;
reset role;
revoke temporary on database postgres from public;
revoke connect on database template1 from public;
`;
};
