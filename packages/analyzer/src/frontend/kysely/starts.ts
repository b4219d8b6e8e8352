import { ts } from '#compiler';
import type { Lookup } from '../../flow/run.ts';
import type { TypeHost } from '../../host/type-host.ts';
import { rootMethods } from './handle.ts';
import { builderMethods } from './methods.ts';

/** `fragment.execute(db)`, and a root of an interface that looks like a handle, with whatever behind it. */
export const isStart = (call: ts.CallExpression, host: TypeHost, methods: Lookup<string>): boolean => {
  if (!ts.isPropertyAccessExpression(call.expression)) return false;
  const { name, expression } = call.expression;
  const [first] = call.arguments;
  if (name.text === 'execute' && first) return host.handle(first) === 'kysely' && host.handle(expression) === 'kysely-expression';
  return rootMethods.has(name.text) && !methods.has(name.text) && host.handle(call) === 'kysely-builder';
};

/** Methods of a builder that only narrow, order or execute what it reads, as long as their arguments are plain. */
const harmless = /^(where|whereRef|having|havingRef|select|selectAll|distinct|distinctOn|orderBy|groupBy|limit|offset|fetch|top|for\w+|skipLocked|noWait|modifyFront|modifyEnd|returning|returningAll|clear(Select|Limit|Offset|OrderBy|GroupBy|Returning)|as|execute\w*|stream|explain|compile|toOperationNode|then|\$(castTo|narrowType|assertType|asTuple|asScalar|notNull))$/;

const isPlainArgument = (node: ts.Expression, host: TypeHost): boolean => {
  if (ts.isArrayLiteralExpression(node)) return node.elements.every((e) => isPlainArgument(e, host));
  return !host.isAny(node) && !host.isFunction(node) && host.handle(node) === undefined;
};

const withoutCasts = (node: ts.Expression): ts.Expression =>
  ts.isAsExpression(node) || ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isSatisfiesExpression(node) ? withoutCasts(node.expression) : node;

/** What a text has that holds such a call. */
export const mentionsChange = /\b(\w+Join\w*|from|using|set|values|expression|clearWhere|union\w*|intersect\w*|except\w*|\$(if|call)|where|having|select)\s*[(<]/;

/** A call that may have a builder from elsewhere read or write other rows. */
export const isChange = (call: ts.CallExpression, host: TypeHost): boolean => {
  if (!ts.isPropertyAccessExpression(call.expression)) return false;
  const { name, expression } = call.expression;
  if (!builderMethods.has(name.text) && !harmless.test(name.text)) return false;
  if (harmless.test(name.text) && (call.arguments.length === 0 || call.arguments.every((a) => ts.isStringLiteralLike(a) || ts.isNumericLiteral(a)))) return false;
  if (host.handle(withoutCasts(expression)) !== 'kysely-builder') return false;
  return !harmless.test(name.text) || !call.arguments.every((a) => isPlainArgument(a, host));
};
