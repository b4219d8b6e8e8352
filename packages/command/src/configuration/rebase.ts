import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { Configuration } from '@tenantscope/core';
import type { LoadedConfiguration } from './load.ts';

/** `src/auth.ts#requireTenant`, seen from another directory; the name of a package stays. */
const rebaseOne = (declaration: string, from: string, to: string): string => {
  const hash = declaration.indexOf('#');
  const file = resolve(from, declaration.slice(0, hash));
  if (!existsSync(file)) return declaration;
  return `${relative(to, file).split('\\').join('/')}${declaration.slice(hash)}`;
};

/** A configuration may stand above the project it is used for; the analyzer sees paths from the project. */
export const rebased = ({ configuration, directory }: LoadedConfiguration, project: string): Configuration => {
  const { tenant, schema } = configuration;
  if (resolve(project) === directory) return configuration;
  const each = (list: readonly string[] | undefined): readonly string[] | undefined => list?.map((d) => rebaseOne(d, directory, project));
  return {
    ...configuration,
    ...(tenant && { tenant: { ...tenant, sources: each(tenant.sources), guards: each(tenant.guards) } }),
    ...(schema && { schema: { ...schema, types: schema.types === undefined ? undefined : rebaseOne(schema.types, directory, project) } }),
  };
};
