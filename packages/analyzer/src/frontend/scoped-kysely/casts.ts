import { ts } from '#compiler';
import { unwrap } from '../../flow/names.ts';
import { spelled } from '../../flow/origin.ts';
import type { TypeHost } from '../../host/type-host.ts';
import { isPromising } from './kinds.ts';

interface WishedHandle {
  readonly node: ts.Node;
  readonly cause: string;
}

type Cast = ts.AsExpression | ts.TypeAssertion;

const isCast = (node: ts.Node): node is Cast => ts.isAsExpression(node) || ts.isTypeAssertionExpression(node);

const operandOf = (cast: Cast): ts.Expression => {
  const inner = unwrap(cast.expression);
  return isCast(inner) ? operandOf(inner) : inner;
};

/** `undefined as unknown as ScopedKysely<DB>`: on it nothing runs. */
const isNothing = (node: ts.Expression): boolean => node.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(node) && node.text === 'undefined');

const wished = (cast: Cast, host: TypeHost): boolean => {
  const kind = host.isPlain(cast) ? host.expected(cast) : host.handle(cast);
  if (!isPromising(kind)) return false;
  const operand = operandOf(cast);
  return host.origin(operand) !== kind && !isNothing(operand);
};

/** Casts that make a handle of scoped-kysely of something else: wherever it goes then, its type promises what nobody keeps. */
export const wishedHandles = (files: readonly ts.SourceFile[], host: TypeHost): readonly WishedHandle[] => {
  const found: WishedHandle[] = [];
  const visit = (node: ts.Node): void => {
    if (isCast(node) && wished(node, host)) found.push({ node, cause: `${spelled(operandOf(node))} is only cast to a handle of scoped-kysely, which attaches no tenant to its queries` });
    else ts.forEachChild(node, visit);
  };
  files.filter((f) => /\bas\b|<\w/.test(f.text)).forEach(visit);
  return found;
};
