import { refusal } from '../error.ts';
import type { Scope } from './scope.ts';

const callable = /^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?$/;

/**
 * A function may run SQL of its own (`query_to_xml`), change the tenant (`set_config`) or read rows as its owner, so only
 * those are called that are known to read nothing but their arguments.
 */
export const checkFunction = (name: string, scope: Scope): void => {
  const func = name.toLowerCase();
  if (callable.test(func) && scope.registry.isPure(func)) return;
  throw refusal('FUNCTION', `the function ${name} may read rows on its own; if it does not, declare it: defineTenancy()({ functions: ['${name}'], … })`);
};
