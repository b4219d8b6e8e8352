import { ts } from 'ts-morph';
import { isFunctionLike } from './flow/names.ts';
import type { SiteLog } from './flow/site.ts';
import type { HandleKind } from './host/handle.ts';
import type { TypeHost } from './host/type-host.ts';

const any: ReadonlySet<HandleKind> = new Set(['kysely', 'pg', 'postgres-js']);
const kysely: ReadonlySet<HandleKind> = new Set(['kysely', 'kysely-expression-builder']);

/** Methods that start a query, and on what. */
const starters: ReadonlyMap<string, ReadonlySet<HandleKind>> = new Map([
  ...['selectFrom', 'selectNoFrom', 'insertInto', 'replaceInto', 'updateTable', 'deleteFrom', 'mergeInto', 'with', 'withRecursive', 'executeQuery'].map((name) => [name, kysely] as const),
  ['query', new Set<HandleKind>(['pg'])],
  ['unsafe', new Set<HandleKind>(['postgres-js'])],
  ['file', new Set<HandleKind>(['postgres-js'])],
]);

const isStart = (node: ts.Node, host: TypeHost): boolean => {
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
  return kindOf(callee.expression, starters.get(callee.name.text));
};

const mayStart = (file: ts.SourceFile): boolean => /\b(select(No)?From|insertInto|replaceInto|updateTable|deleteFrom|mergeInto|with(Recursive)?|executeQuery|query|unsafe|file|execute)\s*[(<]|[\w)\]>]`|\]\s*\(/.test(file.text);

/** Calls that start a query, and that no run came to: nothing is skipped in silence. */
export const unreachedStarts = (files: readonly ts.SourceFile[], host: TypeHost, log: SiteLog): readonly ts.Node[] => {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (!log.reached.has(node) && isStart(node, host)) found.push(node);
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
