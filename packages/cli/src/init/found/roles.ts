import type { Access } from '@tenantscope/core';
import { type Guess, placeOf } from './guess.ts';

const reserved = /^(postgres|pg_\w+|rds\w*|azure_\w+|cloudsql\w*|supabase_\w+|service_role|authenticator|dashboard_user)$/;

/** The roles that rows are granted to. One too many makes rls-audit look at more. */
export const findRoles = ({ roles }: Access): readonly Guess<string>[] =>
  roles.filter((r) => !reserved.test(r.name)).map((r) => ({ value: r.name, why: `${r.by === 'grant' ? 'rows are granted to it' : 'a policy is for it'} (${placeOf(r)})` }));
