import { ts } from '#compiler';
import { declarationOf, isFunctionLike, isStatic } from './names.ts';
import { Environment } from './environment.ts';
import type { Frame, Run } from './run.ts';
import type { TypeHost } from '../host/type-host.ts';
import { type ClassValue, type InstanceValue, scalar, undefinedValue, type Value } from './value.ts';

/** The class a class extends, when it is of this project. */
export const baseOf = (host: TypeHost, node: ts.ClassLikeDeclaration): ts.ClassLikeDeclaration | undefined => {
  const base = node.heritageClauses?.find((c) => c.token === ts.SyntaxKind.ExtendsKeyword)?.types[0]?.expression;
  const declaration = base && declarationOf(host, base);
  return declaration && ts.isClassLike(declaration) && !declaration.getSourceFile().isDeclarationFile ? declaration : undefined;
};

const named = (member: ts.ClassElement | ts.ParameterDeclaration, name: string): boolean =>
  member.name !== undefined && (ts.isIdentifier(member.name) || ts.isPrivateIdentifier(member.name) || ts.isStringLiteral(member.name)) && member.name.text === name;

/** The classes and interfaces of this project that a class extends or implements, and those that these extend. */
export const supertypesOf = (host: TypeHost, node: ts.ClassLikeDeclaration | ts.InterfaceDeclaration): readonly ts.Node[] => {
  const seen = new Set<ts.ClassLikeDeclaration | ts.InterfaceDeclaration>();
  const visit = (at: ts.ClassLikeDeclaration | ts.InterfaceDeclaration): void => {
    for (const { expression } of at.heritageClauses?.flatMap((c) => [...c.types]) ?? []) {
      const declaration = declarationOf(host, expression);
      if (!declaration || !(ts.isClassLike(declaration) || ts.isInterfaceDeclaration(declaration)) || seen.has(declaration)) continue;
      seen.add(declaration);
      visit(declaration);
    }
  };
  visit(node);
  return [...seen].filter((d) => !d.getSourceFile().isDeclarationFile);
};

export const constructorOf = (node: ts.ClassLikeDeclaration): ts.ConstructorDeclaration | undefined =>
  node.members.find((m): m is ts.ConstructorDeclaration => ts.isConstructorDeclaration(m) && m.body !== undefined);

export type Member = ts.ClassElement | ts.ParameterDeclaration;

/** The member a name means, inherited ones included, with the class that declares it. */
export const memberOf = (run: Run, node: ts.ClassLikeDeclaration, name: string): { readonly member: Member; readonly owner: ts.ClassLikeDeclaration } | undefined => {
  const seen = new Set<ts.Node>();
  for (let at: ts.ClassLikeDeclaration | undefined = node; at && !seen.has(at); at = baseOf(run.host, at)) {
    seen.add(at);
    const member =
      at.members.find((m) => named(m, name) && (!isFunctionLike(m) || m.body !== undefined || !ts.isMethodDeclaration(m))) ??
      constructorOf(at)?.parameters.find((p) => ts.isParameterPropertyDeclaration(p, p.parent) && named(p, name));
    if (member) return { member, owner: at };
  }
  return undefined;
};

const body = (member: ts.ClassElement): ts.FunctionLikeDeclaration | undefined => {
  if (ts.isPropertyDeclaration(member)) return member.initializer && isFunctionLike(member.initializer) ? member.initializer : undefined;
  return isFunctionLike(member) && member.body && !ts.isConstructorDeclaration(member) ? member : undefined;
};

const isInFunction = (node: ts.Node): boolean => {
  for (let at = node.parent; at; at = at.parent) if (isFunctionLike(at)) return true;
  return false;
};

/** A class that is declared in a function: its methods are made here, and run some time later when nobody is seen to call them. */
export const localClass = (run: Run, node: ts.ClassLikeDeclaration): ClassValue => {
  if (!isInFunction(node)) return { kind: 'class', node };
  const frame = run.stack.at(-1);
  const made: ClassValue = { kind: 'class', node, env: frame?.env };
  const self: InstanceValue = { kind: 'instance', node, env: frame?.env, fields: new Map() };
  for (const method of node.members.map(body)) if (method) frame?.created.set(method, { kind: 'function', node: method, env: frame.env, self });
  frame?.created.set(node, made);
  defineClass(run, made);
  return made;
};

/** Runs code that stands in a class: `this` is the class or an instance. */
const inClass = (run: Run, node: ts.Node, self: ClassValue | InstanceValue, work: () => void): void => {
  const frame: Frame = { node, env: new Environment(self.env), self, returns: [], exits: [], targets: [], reassigned: new Set(), created: new Map() };
  run.stack.push(frame);
  work();
  run.stack.pop();
  for (const [made, value] of frame.created) run.stack.at(-1)?.created.set(made, value);
};

const decorators = (node: ts.Node): readonly ts.Expression[] => (ts.canHaveDecorators(node) ? (ts.getDecorators(node) ?? []).map((d) => d.expression) : []);

/** What runs where a class is defined: heritage, decorators, computed names, static fields and blocks. */
export const defineClass = (run: Run, made: ClassValue): void => {
  const { node } = made;
  inClass(run, node, made, () => {
    for (const clause of node.heritageClauses ?? []) if (clause.token === ts.SyntaxKind.ExtendsKeyword) for (const t of clause.types) run.evaluate(t.expression);
    for (const member of node.members) {
      const parameters = isFunctionLike(member) ? member.parameters : [];
      for (const decorator of [member, ...parameters].flatMap(decorators)) run.evaluate(decorator);
      if (member.name && ts.isComputedPropertyName(member.name)) run.evaluate(member.name.expression);
      if (ts.isPropertyDeclaration(member) && isStatic(member) && member.initializer) run.evaluate(member.initializer);
      if (ts.isClassStaticBlockDeclaration(member)) inClass(run, member, made, () => { for (const s of member.body.statements) if (run.alive) run.execute(s); });
    }
    decorators(node).forEach(run.evaluate);
  });
};

/** Evaluates what the fields of a new instance begin with. */
export const initializeFields = (run: Run, self: InstanceValue, owner: ts.ClassLikeDeclaration): void => {
  inClass(run, owner, self, () => {
    for (const member of owner.members) if (ts.isPropertyDeclaration(member) && !isStatic(member) && member.initializer) run.evaluate(member.initializer);
  });
};

const assignments = new WeakMap<ts.ClassLikeDeclaration, ReadonlyMap<string, readonly ts.BinaryExpression[]>>();

/** The assignments `this.name = …` in a class, by name. */
const assignmentsIn = (owner: ts.ClassLikeDeclaration): ReadonlyMap<string, readonly ts.BinaryExpression[]> => {
  const known = assignments.get(owner);
  if (known) return known;
  const found = new Map<string, ts.BinaryExpression[]>();
  const visit = (node: ts.Node): void => {
    if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isPropertyAccessExpression(node.left) &&
      node.left.expression.kind === ts.SyntaxKind.ThisKeyword
    )
      found.set(node.left.name.text, [...(found.get(node.left.name.text) ?? []), node]);
    ts.forEachChild(node, visit);
  };
  visit(owner);
  assignments.set(owner, found);
  return found;
};

const isIn = (node: ts.Node, container: ts.Node | undefined): boolean => {
  for (let at: ts.Node | undefined = node; at; at = at.parent) if (at === container) return true;
  return false;
};

const superCallOf = (constructor: ts.ConstructorDeclaration): ts.CallExpression | undefined => {
  let found: ts.CallExpression | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword) found = node;
    else if (!found) ts.forEachChild(node, visit);
  };
  visit(constructor);
  return found;
};

/** The class of an instance that extends another directly. */
const directlyBelow = (run: Run, { node }: InstanceValue, owner: ts.ClassLikeDeclaration): ts.ClassLikeDeclaration | undefined => {
  const seen = new Set<ts.Node>();
  for (let at: ts.ClassLikeDeclaration | undefined = node; at && !seen.has(at); at = baseOf(run.host, at)) {
    if (baseOf(run.host, at) === owner) return at;
    seen.add(at);
  }
  return undefined;
};

/** What the constructor of a class, or of one that it extends, is given in the making of an instance; undefined where nobody knows. */
const argumentsFor = (run: Run, self: InstanceValue, owner: ts.ClassLikeDeclaration): readonly Value[] | undefined => {
  if (owner === self.node) return self.args;
  const below = directlyBelow(run, self, owner);
  const constructor = below && constructorOf(below);
  if (!below || !constructor) return below && argumentsFor(run, self, below);
  const given = superCallOf(constructor)?.arguments;
  return given?.some(ts.isSpreadElement) ? undefined : given?.map((a) => inConstructor(run, self, below, a));
};

/** Evaluates inside a constructor, its parameters bound to what the instance was made with. */
const inConstructor = (run: Run, self: InstanceValue, owner: ts.ClassLikeDeclaration, node: ts.Expression): Value => {
  const env = new Environment(self.env);
  const given = argumentsFor(run, self, owner);
  constructorOf(owner)?.parameters.forEach((p, i) => { env.declare(p, given?.[i] ?? scalar(p)); });
  run.stack.push({ node: owner, env, self, returns: [], exits: [], targets: [], reassigned: new Set(), created: new Map() });
  const value = run.evaluate(node);
  run.stack.pop();
  return value;
};

const computeField = (run: Run, self: InstanceValue, owner: ts.ClassLikeDeclaration, member: Member, name: string): Value => {
  const assigned = assignmentsIn(owner).get(name) ?? [];
  const constructor = constructorOf(owner);
  if (ts.isParameter(member)) {
    const index = constructor?.parameters.indexOf(member) ?? -1;
    return (assigned.length === 0 ? argumentsFor(run, self, owner)?.[index] : undefined) ?? scalar(member);
  }
  if (!ts.isPropertyDeclaration(member)) return scalar(member);
  if (assigned.length === 0) return member.initializer ? inConstructor(run, self, owner, member.initializer) : scalar(member);
  const [only] = assigned;
  if (only && assigned.length === 1 && isIn(only, constructor) && !member.initializer) return inConstructor(run, self, owner, only.right);
  return scalar(member);
};

/** What a field of an instance holds. */
export const fieldOf = (run: Run, self: InstanceValue, name: string): Value | undefined => {
  const known = self.fields.get(name);
  if (known) return known;
  const found = memberOf(run, self.node, name);
  if (!found) return undefined;
  if (isFunctionLike(found.member)) {
    if (ts.isGetAccessorDeclaration(found.member)) return run.trust.isSource(found.member) ? scalar(found.member, { trusted: `the source ${name}` }) : run.call({ kind: 'function', node: found.member, env: self.env, self }, [], found.member);
    return { kind: 'function', node: found.member, env: self.env, self };
  }
  self.fields.set(name, undefinedValue);
  const value = computeField(run, self, found.owner, found.member, name);
  self.fields.set(name, value);
  return value;
};
