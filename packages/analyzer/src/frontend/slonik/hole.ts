import { ts } from '#compiler';
import { choose } from '../../flow/branch.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import { optionsOf, type ScalarValue, type Single, type Value } from '../../flow/value.ts';
import { bound, type Pieces, unknownPieces } from '../sql-text/template.ts';
import { SlonikToken } from './token.ts';

/** The kind of the types of what slonik's functions make. */
export const tokenKind = 'slonik-token';

const rootOf = (node: ts.Node): ts.Node => {
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) || ts.isCallExpression(node) || ts.isAwaitExpression(node) || ts.isNonNullExpression(node) || ts.isParenthesizedExpression(node)) return rootOf(node.expression);
  return ts.isNewExpression(node) ? rootOf(node.expression) : node;
};

const specifierOf = (name: ts.Identifier): string | undefined => {
  for (const s of name.getSourceFile().statements) {
    if (!ts.isImportDeclaration(s) || !ts.isStringLiteral(s.moduleSpecifier)) continue;
    const bindings = s.importClause?.namedBindings;
    const names = bindings && (ts.isNamespaceImport(bindings) ? [bindings.name] : bindings.elements.map((e) => e.name));
    if ([s.importClause?.name, ...(names ?? [])].some((n) => n?.text === name.text)) return s.moduleSpecifier.text;
  }
  return undefined;
};

/** Packages whose types are not read give values of type any; those that have to do with slonik may give tokens. */
const isOfOtherPackage = (run: Run, node: ts.Node): boolean => {
  const root = rootOf(node);
  if (!ts.isIdentifier(root)) return false;
  const specifier = specifierOf(root);
  if (specifier !== undefined) return !/^[./#]|slonik/.test(specifier);
  // A global of the platform.
  return run.host.symbol(root) === undefined;
};

/** Whether slonik may find text in a value, and not something to be sent beside the text. */
const mayBeText = (run: Run, v: ScalarValue, use: ts.Node): boolean => {
  // What comes with a request or from a row has no symbols in it.
  if (v.taint || v.fetched || v.trusted !== undefined) return false;
  if (v.cause !== undefined && use.pos < 0) return true;
  const admits = (node: ts.Node): boolean =>
    run.host.handle(node) === tokenKind || run.host.origin(node) === tokenKind || (run.host.isAny(node) && !isOfOtherPackage(run, node));
  return [use, v.node].filter((n) => n.pos >= 0).every(admits);
};

/** Whether slonik sends a value beside the text, whatever it is when it runs. */
export const isBound = (run: Run, v: Single, use: ts.Node): boolean =>
  (v.kind === 'constant' && v.value !== undefined) || v.kind === 'text' || v.kind === 'array' || (v.kind === 'scalar' && !mayBeText(run, v, use));

/** What slonik makes of a value in a template; undefined when it throws. */
export const holePieces = (run: Run, value: Value, node: ts.Node): Pieces | undefined => {
  if (optionsOf(value).every((o) => isBound(run, o.value, node))) return bound(run, value, node);
  const v = choose(run, value);
  if (v instanceof SlonikToken) return v.throws ? undefined : v.pieces;
  if (v.kind === 'constant' && v.value === undefined) return undefined;
  if (isBound(run, v, node)) return bound(run, v, node);
  return unknownPieces(v.kind === 'scalar' && v.cause !== undefined ? v.cause : `${spelled(node)} may be a fragment that is only known at run time`, 'unproven-fragment');
};
