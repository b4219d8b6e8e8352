import type { CreateFunctionStmt, Node, RangeVar } from 'libpg-query';
import { as, stringOf } from '../lower/context.ts';
import { lowerTypeName } from '../lower/type-name.ts';
import type { ParsedStatement } from '../statements.ts';
import { type Body, bothBodies, expressionBody, plpgsqlBody, sqlBody, standardBody, unreadBody } from './body.ts';
import { type Catalog, homeOf, rangeOf } from './catalog.ts';

/** `name` in `public`, else `schema.name`; lower case. */
export const functionKey = (catalog: Catalog, range: RangeVar): string => {
  const { schema, name } = homeOf(catalog, range);
  return (schema === 'public' ? name : `${schema}.${name}`).toLowerCase();
};

/** Notes that a function of that name exists. `signature` tells overloads apart: a new body of the same one takes the place of the old. */
export const addFunction = (catalog: Catalog, range: RangeVar, signature = '', body: Body = unreadBody): void => {
  const key = functionKey(catalog, range);
  const overloads = catalog.functions.get(key) ?? new Map<string, Body>();
  catalog.functions.set(key, overloads.set(signature, body));
};

const optionOf = (s: CreateFunctionStmt, name: string): Node | undefined =>
  s.options?.map((o) => as(o, 'DefElem')).find((o) => o?.defname === name)?.arg;

const bodyOf = (parsed: ParsedStatement, s: CreateFunctionStmt): Body => {
  if (s.sql_body) return standardBody(s.sql_body);
  const language = stringOf(optionOf(s, 'language')).toLowerCase();
  if (language === 'plpgsql') return plpgsqlBody(parsed.source.text.slice(parsed.span.start, parsed.span.end));
  const text = as(as(optionOf(s, 'as'), 'List')?.items?.[0], 'String')?.sval;
  return language === 'sql' && text !== undefined ? sqlBody(text) : unreadBody;
};

const inputs = new Set(['FUNC_PARAM_IN', 'FUNC_PARAM_INOUT', 'FUNC_PARAM_VARIADIC', 'FUNC_PARAM_DEFAULT']);

const signatureOf = (s: CreateFunctionStmt): string =>
  (s.parameters ?? [])
    .flatMap((p) => as(p, 'FunctionParameter') ?? [])
    .filter((p) => inputs.has(p.mode ?? 'FUNC_PARAM_DEFAULT'))
    .map((p) => lowerTypeName(p.argType))
    .map(({ name, array }) => (array ? `${name}[]` : name))
    .join();

/** A call that leaves an argument out runs its default. */
const defaultsOf = (s: CreateFunctionStmt): readonly Body[] =>
  (s.parameters ?? []).flatMap((p) => {
    const code = as(p, 'FunctionParameter')?.defexpr;
    return code ? [expressionBody(code)] : [];
  });

/** CREATE FUNCTION and CREATE PROCEDURE. */
export const createFunction = (catalog: Catalog, parsed: ParsedStatement, s: CreateFunctionStmt): void => {
  addFunction(catalog, rangeOf(s.funcname), signatureOf(s), [bodyOf(parsed, s), ...defaultsOf(s)].reduce(bothBodies));
};
