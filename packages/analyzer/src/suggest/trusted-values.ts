import { ts } from '#compiler';
import { declarationOf, isFunctionLike, isStatic } from '../flow/names.ts';
import type { TrustPolicy } from '../flow/run.ts';
import type { TypeHost } from '../host/type-host.ts';
import { namesAround } from './scope.ts';

/** An expression that may hold the tenant, and the declaration of the name it starts with. */
export interface TrustedValue {
  readonly text: string;
  readonly name: string;
  readonly declaration: ts.Node;
}

interface Scope {
  readonly host: TypeHost;
  readonly checker: ts.TypeChecker;
  readonly trust: TrustPolicy;
}

const plain = (): ts.TypeFlags => ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BigIntLike;

/** What can be bound to a parameter and is always there; a brand is an intersection with text. */
const isValue = (type: ts.Type): boolean => {
  if (type.isUnion()) return type.types.every(isValue);
  return type.isIntersection() ? type.types.some(isValue) : (type.flags & plain()) !== 0;
};

const isTrustedType = (node: ts.Node, { host, trust }: Scope): boolean => host.typeNames(node).some((n) => trust.typeNames.has(n));

/** `const tenantId = requireTenant(request)` */
const comesFromSource = (name: ts.Identifier, { host, trust }: Scope): boolean => {
  const { parent } = name;
  if (!ts.isVariableDeclaration(parent) || !parent.initializer) return false;
  const made = ts.isAwaitExpression(parent.initializer) ? parent.initializer.expression : parent.initializer;
  const callee = ts.isCallExpression(made) ? declarationOf(host, ts.isPropertyAccessExpression(made.expression) ? made.expression.name : made.expression) : undefined;
  return callee !== undefined && trust.isSource(callee);
};

const maxProperties = 60;

const isHidden = ({ valueDeclaration: d }: ts.Symbol): boolean =>
  d !== undefined && (ts.getCombinedModifierFlags(d) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !== 0;

/** Members that the configuration trusts, by their type or by the type that has them. */
const trustedMembers = (owner: ts.Node, scope: Scope, sees: (member: ts.Symbol) => boolean): readonly string[] => {
  const { host, checker, trust } = scope;
  const configured = new Set(host.typeNames(owner).flatMap((t) => [...(trust.properties.get(t) ?? [])]));
  const properties = checker.getPropertiesOfType(checker.getTypeAtLocation(owner));
  const isTrusted = (p: ts.Symbol): boolean =>
    configured.has(p.name) || (trust.byName && trust.tenantColumns.has(p.name)) || (properties.length <= maxProperties && p.valueDeclaration !== undefined && isTrustedType(p.valueDeclaration, scope));
  return properties.filter((p) => /^[A-Za-z_$][\w$]*$/.test(p.name) && sees(p) && isTrusted(p) && isValue(checker.getTypeOfSymbolAtLocation(p, owner))).map((p) => p.name);
};

const valuesOf = (name: ts.Identifier, scope: Scope): readonly TrustedValue[] => {
  const type = scope.checker.getTypeAtLocation(name);
  const own = { name: name.text, declaration: name };
  if (isValue(type)) return isTrustedType(name, scope) || comesFromSource(name, scope) || (scope.trust.byName && scope.trust.tenantColumns.has(name.text)) ? [{ ...own, text: name.text }] : [];
  return (type.flags & ts.TypeFlags.Object) !== 0 ? trustedMembers(name, scope, (p) => !isHidden(p)).map((m) => ({ ...own, text: `${name.text}.${m}` })) : [];
};

/** The class whose instance `this` is: of a method or an accessor, where every field has its value. */
const classOfThis = (node: ts.Node): ts.ClassLikeDeclaration | undefined => {
  let at: ts.Node | undefined = node;
  while (at && !(isFunctionLike(at) && !ts.isArrowFunction(at)) && !ts.isClassElement(at)) at = at.parent;
  const isMember = at !== undefined && (ts.isMethodDeclaration(at) || ts.isAccessor(at)) && !isStatic(at);
  return isMember && ts.isClassLike(at.parent) ? at.parent : undefined;
};

/** What may hold the tenant at a node, the nearest first. Whether it does is for the proof to say. */
export const trustedValues = (node: ts.Node, scope: Scope): readonly TrustedValue[] => {
  const name = classOfThis(node)?.name;
  const members = name ? trustedMembers(name, scope, () => true).map((m) => ({ name: 'this', declaration: name, text: `this.${m}` })) : [];
  return [...namesAround(node, scope.checker).flatMap((n) => valuesOf(n, scope)), ...members].slice(0, 4);
};
