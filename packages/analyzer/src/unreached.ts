import { ts } from '#compiler';
import { isFunctionLike } from './flow/names.ts';
import type { Lookup } from './flow/run.ts';
import type { SiteLog } from './flow/site.ts';
import { frontEnds } from './frontend/registry.ts';
import { startsQuery } from './frontend/starts.ts';
import type { TypeHost } from './host/type-host.ts';

const handles: ReadonlySet<string | undefined> = new Set(frontEnds.flatMap((f) => f.handles));

/** What starts a query, by method and what it is called on: `postgres-js.unsafe`. */
const starters: ReadonlySet<string> = new Set(frontEnds.flatMap((f) => Object.entries(f.starts).flatMap(([kind, methods]) => (methods ?? []).map((m) => `${kind}.${m}`))));
const startNames: ReadonlySet<string> = new Set([...starters].map((s) => s.slice(s.indexOf('.') + 1)));

/** Names of the project's own methods: what they give back is judged where they make it. */
type Methods = Lookup<string>;

const starts = (on: ts.Expression, method: string, host: TypeHost): boolean => startNames.has(method) && starters.has(`${host.handle(on) ?? ''}.${method}`);

const isStart = (node: ts.Node, host: TypeHost, methods: Methods): boolean => {
  if (ts.isTaggedTemplateExpression(node)) return starts(node.tag, '``', host);
  if (!ts.isCallExpression(node)) return false;
  const callee = node.expression;
  // `db['selectFrom']` is not followed, so whatever is called this way counts.
  if (ts.isElementAccessExpression(callee)) return handles.has(host.handle(callee.expression));
  if (ts.isPropertyAccessExpression(callee) && starts(callee.expression, callee.name.text, host)) return true;
  return frontEnds.some((f) => f.isStart?.(node, host, methods));
};

const isChange = (node: ts.Node, host: TypeHost): boolean => ts.isCallExpression(node) && frontEnds.some((f) => f.change?.is(node, host));

interface Unreached {
  readonly node: ts.Node;
  readonly cause: string;
}

const mayStart = ({ text }: ts.SourceFile): boolean => startsQuery(text) || /\bexecute\s*\(|\]\s*\(/.test(text) || frontEnds.some((f) => f.change?.mention.test(text));

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
