import { ts } from '#compiler';
import type { Cast } from '../host/cast.ts';
import { judge } from './facts.ts';
import { mapValue } from './join.ts';
import type { Run } from './run.ts';
import { scalar, type Value } from './value.ts';
import { spelled } from './origin.ts';

const typeNamed = ({ host, trust }: Pick<Run, 'host' | 'trust'>, type: ts.TypeNode): string | undefined => host.typeNames(type).find((n) => trust.typeNames.has(n));

/** The configured types a type node names, at any place in it. */
const namesTrusted = (run: Pick<Run, 'host' | 'trust'>, type: ts.TypeNode): string | undefined => {
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

/** A value that a cast says is of a configured type, and that was not. */
export interface Forgery {
  readonly from: ts.Expression;
  readonly type: string;
}

/** Outside the modules that make them, trusted values are not made by a cast: it says what somebody wishes. */
export const forgery = (run: Pick<Run, 'host' | 'trust'>, cast: Cast): Forgery | undefined => {
  const name = namesTrusted(run, cast.type);
  const from = name === undefined || run.trust.mints(cast.getSourceFile()) ? undefined : run.host.forgedFrom(cast, { name, properties: run.trust.properties.get(name) });
  return from && name !== undefined ? { from, type: name } : undefined;
};

/** `x as TenantId`: outside the modules that mint it, a cast says what somebody wishes, not what is so. */
export const evaluateCast = (run: Run, node: ts.AsExpression | ts.TypeAssertion): Value => {
  const value = run.evaluate(node.expression);
  const name = namesTrusted(run, node.type);
  if (name === undefined) return value;
  const minted = run.trust.mints(node.getSourceFile());
  const keeps = judge(run, value, node.expression).facts.trust === 'trusted';
  run.log.castTo(node, keeps);
  return mapValue(value, (v) => {
    if (v.kind !== 'scalar' || v.trusted !== undefined) return v;
    if (minted) return scalar(node, { trusted: `made a ${name} in a module that may make one`, nonNull: true });
    if (v.taint) return v;
    if (run.host.typeNames(node.expression).some((n) => n === name)) return v;
    return scalar(node, { taint: { origin: `${spelled(node.expression)} is only cast to ${name}`, node }, parent: v });
  });
};
