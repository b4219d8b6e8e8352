import { ts } from '#compiler';
import type { TypeHost } from '../../host/type-host.ts';
import { methodNames } from './methods.ts';

/** Methods of a builder that only narrow, order or name what it reads, as long as their arguments are plain. */
const harmless = /^((and)?[wW]here(Not|In|NotIn|Null|NotNull|Between|NotBetween|Like|ILike|Column|NotColumn|JsonObject|JsonPath)?|(and)?[hH]aving(In|Null|NotNull|Between)?|select|columns?|distinct|distinctOn|orderBy|groupBy|limit|offset|first|pluck|count|min|max|sum|avg|countDistinct|for\w+|skipLocked|noWait|clear(Select|Order|Counters)|returning|as|ignore)$/;

const isPlainArgument = (node: ts.Expression, host: TypeHost): boolean => {
  if (ts.isArrayLiteralExpression(node)) return node.elements.every((e) => isPlainArgument(e, host));
  return !host.isAny(node) && !host.isFunction(node) && host.handle(node) === undefined;
};

const methods: ReadonlySet<string> = new Set([...methodNames, 'merge', 'ignore']);

/** What a text has that holds such a call. */
export const mentionsChange = /\b(\w*Where\w*|where\w*|\w*Join\w*|join|from\w*|table|into|with\w*|union\w*|intersect|except|clear\w*|insert|update|delete|del|truncate|having\w*|increment|decrement|modify|select|merge|using)\s*[(<]/i;

/** A call that may have a builder from elsewhere read or write other rows. */
export const isChange = (call: ts.CallExpression, host: TypeHost): boolean => {
  if (!ts.isPropertyAccessExpression(call.expression)) return false;
  const { name, expression } = call.expression;
  if (!methods.has(name.text)) return false;
  if (harmless.test(name.text) && call.arguments.every((a) => ts.isStringLiteralLike(a) || ts.isNumericLiteral(a))) return false;
  if (host.handle(expression) !== 'knex-builder') return false;
  return !harmless.test(name.text) || !call.arguments.every((a) => isPlainArgument(a, host));
};
