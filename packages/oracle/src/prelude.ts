import type { TenantModel } from '@tenantscope/core';

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** PostgreSQL's type of most tenant columns. */
const tenantTypeOf = (model: TenantModel): string => {
  const types = model.tables.flatMap(({ ownership, columns }) => (ownership.kind === 'tenant' ? (columns?.get(ownership.column)?.type ?? []) : []));
  const count = (type: string): number => types.filter((t) => t === type).length;
  return [...types].sort((a, b) => count(b) - count(a))[0] ?? 'text';
};

/** The functions that return the tenant, as the configuration declares them, where the schema does not make them itself. */
export const preludeFor = (model: TenantModel): readonly string[] => {
  const type = tenantTypeOf(model);
  const missing = [...model.functions].filter((name) => !model.userFunctions.has(name) && !model.userFunctions.has(name.split('.').at(-1) ?? name));
  return missing.flatMap((name) => {
    const parts = name.split('.');
    const schema = parts.length > 1 ? [`create schema if not exists ${identifier(parts[0] ?? '')}`] : [];
    const body = `select nullif(current_setting('${model.setting.replaceAll("'", "''")}', true), '')::${identifier(type)}`;
    return [...schema, `create function ${parts.map(identifier).join('.')}() returns ${identifier(type)} language sql stable as $$ ${body} $$`];
  });
};
