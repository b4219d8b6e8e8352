import { type Area, arrayOf, extensionOf, ownSchemas } from './area.ts';

export const functions: Area = {
  sql: `select ${arrayOf(
    `json_build_object('schema', n.nspname, 'name', p.proname, 'arguments', pg_get_function_identity_arguments(p.oid), 'argumentNames', coalesce(p.proargnames, '{}'),
      'kind', case p.prokind when 'f' then 'function' when 'p' then 'procedure' when 'a' then 'aggregate' else 'window' end,
      'returns', pg_get_function_result(p.oid), 'returnsSet', p.proretset, 'returnsTrigger', p.prorettype = 'trigger'::regtype, 'language', l.lanname,
      'volatility', case p.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end, 'strict', p.proisstrict,
      'securityDefiner', p.prosecdef, 'leakproof', p.proleakproof, 'owner', pg_get_userbyid(p.proowner), 'acl', p.proacl::text[], 'settings', coalesce(p.proconfig, '{}'),
      'definition', case when p.prokind in ('f', 'p') and l.lanname not in ('c', 'internal') then pg_get_functiondef(p.oid) end,
      'extension', ${extensionOf('pg_proc', 'p.oid')})`,
    `pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang where ${ownSchemas('n')}`,
    'p.oid',
  )} as value`,
};
