import { ts } from '#compiler';
import { mapValue } from './join.ts';
import type { Run } from './run.ts';
import { scalar, type Value } from './value.ts';
import { spelled } from './origin.ts';

const typeNamed = ({ host, trust }: Pick<Run, 'host' | 'trust'>, type: ts.TypeNode): string | undefined => host.typeNames(type).find((n) => trust.typeNames.has(n));

/** The configured types a type node names, at any place in it. */
export const namesTrusted = (run: Pick<Run, 'host' | 'trust'>, type: ts.TypeNode): string | undefined => {
  let found: string | undefined;
  const visit = (node: ts.Node): void => {
    if (found !== undefined) return;
    // Nothing is made by a cast of what a function takes, and `AuthContext['userId']` is no AuthContext.
    if (ts.isFunctionTypeNode(node)) {
      visit(node.type);
      return;
    }
    if (ts.isIndexedAccessTypeNode(node)) {
      found = typeNamed(run, node);
      return;
    }
    if (ts.isTypeReferenceNode(node)) {
      const name = ts.isIdentifier(node.typeName) ? node.typeName.text : node.typeName.right.text;
      if (run.trust.typeNames.has(name) || run.trust.properties.has(name)) found = name;
    }
    ts.forEachChild(node, visit);
  };
  visit(type);
  return found ?? typeNamed(run, type);
};

/** `x as TenantId`: outside the modules that mint it, a cast says what somebody wishes, not what is so. */
export const evaluateCast = (run: Run, node: ts.AsExpression | ts.TypeAssertion): Value => {
  const value = run.evaluate(node.expression);
  const name = namesTrusted(run, node.type);
  if (name === undefined) return value;
  const minted = run.trust.mints(node.getSourceFile());
  return mapValue(value, (v) => {
    if (v.kind !== 'scalar' || v.trusted !== undefined) return v;
    if (minted) return scalar(node, { trusted: `made a ${name} in a module that may make one`, nonNull: true });
    if (v.taint) return v;
    if (run.host.typeNames(node.expression).some((n) => n === name)) return v;
    return scalar(node, { taint: { origin: `${spelled(node.expression)} is only cast to ${name}`, node }, parent: v });
  });
};
