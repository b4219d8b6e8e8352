import { type Place } from '@tenantscope/analyzer';
import { type Verdict } from '@tenantscope/core';
import { ts } from 'ts-morph';
import { markerIn } from './marker.ts';
import { type Verdicts } from './app.ts';

type SiteKind = 'builder' | 'template' | 'text';

/** A query site as syntax: the call or template it starts with, and the chain that goes on from there. */
export interface QuerySite {
  readonly id: string;
  readonly path: string;
  readonly file: ts.SourceFile;
  readonly verdict: Verdict;
  /** Whether it touches a table that belongs to tenants. */
  readonly reads: boolean;
  readonly kind: SiteKind;
  readonly root: ts.CallExpression | ts.TaggedTemplateExpression;
  /** Calls of the chain, the root first when it is one. */
  readonly spine: readonly ts.CallExpression[];
  readonly chain: ts.Expression;
}

/** Everything that is called on, or read of, an expression. */
const chainFrom = (start: ts.Expression): ts.Expression => {
  let at = start;
  for (;;) {
    const { parent } = at;
    const continues = (ts.isPropertyAccessExpression(parent) || ts.isCallExpression(parent)) && parent.expression === at;
    if (!continues) return at;
    at = parent;
  }
};

const innermost = (chain: ts.Node): ts.CallExpression | ts.TaggedTemplateExpression | undefined => {
  let found: ts.CallExpression | ts.TaggedTemplateExpression | undefined;
  for (let at = chain; ; ) {
    if (ts.isTaggedTemplateExpression(at)) return at;
    if (ts.isCallExpression(at)) found = at;
    if (!ts.isCallExpression(at) && !ts.isPropertyAccessExpression(at)) return found;
    at = at.expression;
  }
};

const startOfText = (root: ts.TaggedTemplateExpression): number => root.template.getStart() + 1;
const startOfArguments = (root: ts.CallExpression): number => root.arguments.pos;

/** The query root whose chain stands at a place, and where a marker goes in it. */
export const rootAt = (file: ts.SourceFile, place: Place): { readonly inside: number } | undefined => {
  const start = file.getPositionOfLineAndCharacter(place.line - 1, place.column - 1);
  const end = file.getPositionOfLineAndCharacter(place.endLine - 1, place.endColumn - 1);
  let chain: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    if (node.end < start || node.pos > end) return;
    if (node.getStart(file) === start && node.end === end && (ts.isCallExpression(node) || ts.isTaggedTemplateExpression(node) || ts.isPropertyAccessExpression(node))) chain ??= node;
    ts.forEachChild(node, visit);
  };
  visit(file);
  const root = chain && innermost(chain);
  if (!root) return undefined;
  return { inside: ts.isTaggedTemplateExpression(root) ? startOfText(root) : startOfArguments(root) };
};

const markerOf = (node: ts.CallExpression | ts.TaggedTemplateExpression, text: string): string | undefined => {
  const at = ts.isTaggedTemplateExpression(node) ? startOfText(node) : startOfArguments(node);
  return text.startsWith('/*@', at) ? markerIn(text.slice(at, at + 20)) : undefined;
};

const spineOf = (root: ts.Expression, chain: ts.Expression): readonly ts.CallExpression[] => {
  const calls: ts.CallExpression[] = [];
  for (let at: ts.Node = root; ; at = at.parent) {
    if (ts.isCallExpression(at)) calls.push(at);
    if (at === chain) return calls;
  }
};

const textMethods = new Set(['query', 'unsafe']);

const kindOf = (root: ts.CallExpression | ts.TaggedTemplateExpression): SiteKind => {
  if (ts.isTaggedTemplateExpression(root)) return 'template';
  return ts.isPropertyAccessExpression(root.expression) && textMethods.has(root.expression.name.text) ? 'text' : 'builder';
};

/** The marked sites of a file. */
export const sitesIn = (file: ts.SourceFile, path: string, verdicts: Verdicts, owned: ReadonlySet<string>): readonly QuerySite[] => {
  const found: QuerySite[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) || ts.isTaggedTemplateExpression(node)) {
      const id = markerOf(node, file.text);
      const verdict = id === undefined ? undefined : verdicts.get(id);
      if (id !== undefined && verdict) {
        const chain = chainFrom(node);
        found.push({ id, path, file, verdict, reads: owned.has(id), kind: kindOf(node), root: node, chain, spine: spineOf(node, chain) });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
};

const isFunction = (node: ts.Node): boolean => ts.isFunctionLike(node);

const functions = new WeakMap<QuerySite, string>();

/** The outermost function a site stands in, as a key. */
export const functionOf = (site: QuerySite): string => {
  const known = functions.get(site) ?? findFunction(site);
  functions.set(site, known);
  return known;
};

const findFunction = ({ root, path }: QuerySite): string => {
  let found: ts.Node = root;
  for (let at: ts.Node = root; !ts.isSourceFile(at); at = at.parent) if (isFunction(at)) found = at;
  return `${path} ${found.pos}`;
};
