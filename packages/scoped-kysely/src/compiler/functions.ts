import { refusal } from '../error.ts';
import type { Registry } from './registry.ts';

const callable = /^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?$/;

/** Kysely writes these as functions: `eb.fn.any(…)`, and ROLLUP, which PostgreSQL knows by its place. */
const syntax: ReadonlySet<string> = new Set(['any', 'all', 'some', 'rollup', 'cube']);

/** PostgreSQL's functions of one argument that read rows, files or settings, or change them. */
const readingAttributes = /^(?:pg_.*|lo_.*|ts_stat|ts_rewrite|nextval|currval|setval|current_setting|set_config|setseed|txid_.*|dblink.*|.*_to_xml.*)$/i;

/** Whether a name behind a dot, which PostgreSQL may take for a call, would read what it is not given. */
export const isReadingAttribute = (name: string): boolean => readingAttributes.test(name);

/**
 * A function may run SQL of its own (`query_to_xml`), change the tenant (`set_config`) or read rows as its owner, so only
 * those are called that are known to read nothing but their arguments.
 */
export const checkFunction = (name: string, registry: Registry): void => {
  const func = name.toLowerCase();
  if (callable.test(func) && (syntax.has(func) || registry.isPure(func))) return;
  throw refusal('FUNCTION', `the function ${name} may read rows on its own; if it does not, declare it: defineTenancy()({ functions: ['${name}'], … })`);
};
