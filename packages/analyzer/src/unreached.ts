import { ts } from '#compiler';
import { isFunctionLike } from './flow/names.ts';
import type { Shared } from './flow/interpreter.ts';
import type { FrontEnd } from './frontend/front-end.ts';
import type { TypeHost } from './host/type-host.ts';

/** What of the project's libraries starts a query. */
interface Starters {
  readonly libraries: readonly FrontEnd[];
  /** Method → what it is called on. */
  readonly kinds: ReadonlyMap<string, ReadonlySet<string>>;
  readonly handles: ReadonlySet<string | undefined>;
}

const startersOf = (libraries: readonly FrontEnd[]): Starters => {
  const kinds = new Map<string, Set<string>>();
  for (const [kind, methods] of libraries.flatMap((f) => Object.entries(f.starts))) for (const m of methods ?? []) kinds.set(m, (kinds.get(m) ?? new Set()).add(kind));
  return { libraries, kinds, handles: new Set(libraries.flatMap((f) => f.handles)) };
};

const startsOn = (on: ts.Expression, method: string, host: TypeHost, { kinds }: Starters): boolean => {
  const wanted = kinds.get(method);
  const kind = wanted && (host.handle(on) ?? host.alike(on, method));
  return kind !== undefined && wanted?.has(kind) === true;
};

/** `methods`: names of the project's own methods; what they give back is judged where they make it. */
const isStart = (node: ts.Node, { host, methods }: Shared, starters: Starters): boolean => {
  if (ts.isTaggedTemplateExpression(node)) return startsOn(node.tag, '``', host, starters);
  if (!ts.isCallExpression(node)) return false;
  const callee = node.expression;
  // `db['selectFrom']` is not followed, so whatever is called this way counts.
  if (ts.isElementAccessExpression(callee) && starters.handles.has(host.handle(callee.expression))) return true;
  if (ts.isPropertyAccessExpression(callee) && startsOn(callee.expression, callee.name.text, host, starters)) return true;
  return starters.libraries.some((f) => f.isStart?.(node, host, methods));
};

interface Unreached {
  readonly node: ts.Node;
  readonly cause: string;
}

/** Calls that start a query, and that no run came to: nothing is skipped in silence. */
export const unreachedStarts = (files: readonly ts.SourceFile[], shared: Shared): readonly Unreached[] => {
  const { host, log, libraries } = shared;
  const starters = startersOf(libraries.present);
  const mayStart = ({ text }: ts.SourceFile): boolean => libraries.starts.in(text) || /\bexecute\s*\(|\]\s*\(/.test(text) || libraries.present.some((f) => f.change?.mention.test(text));
  const isChange = (node: ts.Node): boolean => ts.isCallExpression(node) && libraries.present.some((f) => f.change?.is(node, host));
  const found: Unreached[] = [];
  const visit = (node: ts.Node): void => {
    if (!log.reached.has(node)) {
      if (isStart(node, shared, starters)) found.push({ node, cause: 'no path on which this code runs was found' });
      else if (isChange(node)) found.push({ node, cause: 'the query builder was made where it is not followed, and this may change whose rows it reaches' });
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
