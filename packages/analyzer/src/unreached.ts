import { ts } from '#compiler';
import { isFunctionLike } from './flow/names.ts';
import { rootMethods } from './frontend/kysely/handle.ts';
import { builderMethods } from './frontend/kysely/methods.ts';
import type { Lookup } from './flow/run.ts';
import type { SiteLog } from './flow/site.ts';
import type { HandleKind } from './host/handle.ts';
import type { TypeHost } from './host/type-host.ts';

const handles: readonly HandleKind[] = ['kysely', 'scoped-kysely', 'cross-tenant-kysely', 'scoped-kysely-perhaps'];
const any: ReadonlySet<HandleKind> = new Set([...handles, 'pg', 'postgres-js']);
const kysely: ReadonlySet<HandleKind> = new Set([...handles, 'kysely-expression-builder']);

/** Methods that start a query, and on what. */
const starters: ReadonlyMap<string, ReadonlySet<HandleKind>> = new Map([
  ...['selectFrom', 'selectNoFrom', 'insertInto', 'replaceInto', 'updateTable', 'deleteFrom', 'mergeInto', 'with', 'withRecursive', 'executeQuery'].map((name) => [name, kysely] as const),
  ['query', new Set<HandleKind>(['pg'])],
  ['unsafe', new Set<HandleKind>(['postgres-js'])],
  ['file', new Set<HandleKind>(['postgres-js'])],
  ['raw', new Set<HandleKind>(['cross-tenant-kysely'])],
]);

/** Names of the project's own methods: what they give back is judged where they make it. */
type Methods = Lookup<string>;

const isStart = (node: ts.Node, host: TypeHost, methods: Methods): boolean => {
  if (ts.isTaggedTemplateExpression(node)) return host.handle(node.tag) === 'postgres-js';
  if (!ts.isCallExpression(node)) return false;
  const callee = node.expression;
  const kindOf = (e: ts.Expression, kinds: ReadonlySet<HandleKind> | undefined): boolean => {
    const kind = kinds && host.handle(e);
    return kind !== undefined && kinds?.has(kind) === true;
  };
  // `db['selectFrom']` is not followed, so whatever is called this way counts.
  if (ts.isElementAccessExpression(callee)) return kindOf(callee.expression, any);
  if (!ts.isPropertyAccessExpression(callee)) return false;
  const [first] = node.arguments;
  if (callee.name.text === 'execute' && first) return host.handle(first) === 'kysely' && host.handle(callee.expression) === 'kysely-expression';
  const { text: name } = callee.name;
  if (kindOf(callee.expression, starters.get(name))) return true;
  // An interface that looks like a handle, with whatever behind it.
  return rootMethods.has(name) && !methods.has(name) && host.handle(node) === 'kysely-builder';
};

/** Methods of a builder that only narrow, order or execute what it reads, as long as their arguments are plain. */
const harmless = /^(where|whereRef|having|havingRef|select|selectAll|distinct|distinctOn|orderBy|groupBy|limit|offset|fetch|top|for\w+|skipLocked|noWait|modifyFront|modifyEnd|returning|returningAll|clear(Select|Limit|Offset|OrderBy|GroupBy|Returning)|as|execute\w*|stream|explain|compile|toOperationNode|then|\$(castTo|narrowType|assertType|asTuple|asScalar|notNull))$/;

const isPlainArgument = (node: ts.Expression, host: TypeHost): boolean => {
  if (ts.isArrayLiteralExpression(node)) return node.elements.every((e) => isPlainArgument(e, host));
  return !host.isAny(node) && !host.isFunction(node) && host.handle(node) === undefined;
};

const withoutCasts = (node: ts.Expression): ts.Expression =>
  ts.isAsExpression(node) || ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isSatisfiesExpression(node) ? withoutCasts(node.expression) : node;

/** A call that may have a builder from elsewhere read or write other rows. */
const isChange = (node: ts.Node, host: TypeHost): boolean => {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const { name, expression } = node.expression;
  if (!builderMethods.has(name.text) && !harmless.test(name.text)) return false;
  if (harmless.test(name.text) && (node.arguments.length === 0 || node.arguments.every((a) => ts.isStringLiteralLike(a) || ts.isNumericLiteral(a)))) return false;
  if (host.handle(withoutCasts(expression)) !== 'kysely-builder') return false;
  return !harmless.test(name.text) || !node.arguments.every((a) => isPlainArgument(a, host));
};

interface Unreached {
  readonly node: ts.Node;
  readonly cause: string;
}

const mayStart = (file: ts.SourceFile): boolean => /\b(select(No)?From|insertInto|replaceInto|updateTable|deleteFrom|mergeInto|with(Recursive)?|executeQuery|query|unsafe|file|execute|raw|\w+Join\w*|from|using|set|values|expression|clearWhere|union\w*|intersect\w*|except\w*|\$(if|call)|where|having|select)\s*[(<]|[\w)\]>]`|\]\s*\(/.test(file.text);

/** Calls that start a query, and that no run came to: nothing is skipped in silence. */
export const unreachedStarts = (files: readonly ts.SourceFile[], host: TypeHost, log: SiteLog, methods: Methods): readonly Unreached[] => {
  const found: Unreached[] = [];
  const visit = (node: ts.Node): void => {
    if (!log.reached.has(node)) {
      if (isStart(node, host, methods)) found.push({ node, cause: 'no path on which this code runs was found' });
      else if (isChange(node, host)) found.push({ node, cause: 'the query builder was made where it is not followed, and this may change whose rows it reaches' });
    }
    ts.forEachChild(node, visit);
  };
  files.filter(mayStart).forEach(visit);
  return found;
};

/** What has to be run for a node to be reached: the outermost function around it, else its class, else the file. */
export const entryAround = (node: ts.Node): ts.Node => {
  let around: ts.Node | undefined;
  for (let at = node.parent; at; at = at.parent) {
    if (isFunctionLike(at)) around = ts.isConstructorDeclaration(at) ? at.parent : at;
    else if (ts.isClassLike(at)) around ??= at;
  }
  return around ?? node.getSourceFile();
};
