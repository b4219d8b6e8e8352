import { ts } from '#compiler';
import type { TrustPolicy } from '../flow/run.ts';
import { declarationOf, isFunctionLike } from '../flow/names.ts';
import type { TypeHost } from '../host/type-host.ts';

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

const namesIn = (name: ts.BindingName): readonly ts.Identifier[] =>
  ts.isIdentifier(name) ? [name] : name.elements.flatMap((e) => (ts.isOmittedExpression(e) ? [] : namesIn(e.name)));

/** The variables that a statement list declares before a position. */
const declaredBefore = (statements: readonly ts.Statement[], position: number): readonly ts.Identifier[] =>
  statements.filter((s) => ts.isVariableStatement(s) && s.end <= position).flatMap((s) => (s as ts.VariableStatement).declarationList.declarations.flatMap((d) => namesIn(d.name)));

/** The names in scope at a node, the nearest first. */
const namesAround = (node: ts.Node): readonly ts.Identifier[] => {
  const found: ts.Identifier[] = [];
  for (let at: ts.Node | undefined = node; at; at = at.parent) {
    if (isFunctionLike(at)) found.push(...at.parameters.flatMap((p) => namesIn(p.name)));
    if (ts.isForOfStatement(at) && ts.isVariableDeclarationList(at.initializer)) found.push(...at.initializer.declarations.flatMap((d) => namesIn(d.name)));
    if (ts.isBlock(at) || ts.isSourceFile(at) || ts.isCaseClause(at)) found.push(...[...declaredBefore(at.statements, node.pos)].reverse());
  }
  return found.filter((n, i) => found.findIndex((other) => other.text === n.text) === i);
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

/** Members that the configuration trusts, by their type or by the type that has them. */
const trustedMembers = (name: ts.Node, scope: Scope): readonly string[] => {
  const { host, checker, trust } = scope;
  const configured = host.typeNames(name).flatMap((t) => [...(trust.properties.get(t) ?? [])]);
  const properties = checker.getPropertiesOfType(checker.getTypeAtLocation(name));
  const typed = properties.length > maxProperties ? [] : properties.filter((p) => p.valueDeclaration && isTrustedType(p.valueDeclaration, scope)).map((p) => p.name);
  const named = trust.byName ? properties.map((p) => p.name).filter((n) => trust.tenantColumns.has(n)) : [];
  return [...new Set([...configured, ...typed, ...named])].filter((n) => /^[A-Za-z_$][\w$]*$/.test(n));
};

const isHolder = (name: ts.Node, { checker }: Scope): boolean => (checker.getTypeAtLocation(name).flags & ts.TypeFlags.Object) !== 0;

const valuesOf = (name: ts.Identifier, scope: Scope): readonly TrustedValue[] => {
  const own = { name: name.text, declaration: name };
  if (isTrustedType(name, scope) || comesFromSource(name, scope) || (scope.trust.byName && scope.trust.tenantColumns.has(name.text))) return [{ ...own, text: name.text }];
  return isHolder(name, scope) ? trustedMembers(name, scope).map((m) => ({ ...own, text: `${name.text}.${m}` })) : [];
};

const classAround = (node: ts.Node): ts.ClassLikeDeclaration | undefined => {
  for (let at: ts.Node | undefined = node; at; at = at.parent) {
    if (ts.isClassLike(at)) return at;
    if (ts.isFunctionDeclaration(at) || ts.isFunctionExpression(at)) return undefined;
  }
  return undefined;
};

/** What may hold the tenant at a node, the nearest first. Whether it does is for the proof to say. */
export const trustedValues = (node: ts.Node, scope: Scope): readonly TrustedValue[] => {
  const owner = classAround(node);
  const members = owner?.name ? trustedMembers(owner.name, scope).map((m) => ({ name: 'this', declaration: owner.name as ts.Node, text: `this.${m}` })) : [];
  return [...namesAround(node).flatMap((n) => valuesOf(n, scope)), ...members].slice(0, 4);
};
