import { ts } from '#compiler';
import { askedOnce } from './asked.ts';
import { declarationOf, isFunctionLike } from './names.ts';
import type { Run } from './run.ts';
import { constant, optionsOf, scalar, undefinedValue, type Value } from './value.ts';

/** `this`: of the method that runs, else an instance nothing is known of. */
export const selfValue = (run: Run, node: ts.Node): Value => {
  for (let i = run.stack.length - 1; i >= 0; i--) {
    const frame = run.stack[i];
    if (frame?.self) return frame.self;
  }
  return scalar(node);
};

/** A `let` of a module: requests share it, so its value is anybody's. */
const shared = (node: ts.Identifier): Value =>
  scalar(node, { taint: { origin: `${node.text} is a variable of the module, which all requests share`, node } });

/** What a module keeps under a declaration: worked out once, and anything while it is, or where that has no end. */
const lasting = (run: Run, declaration: ts.Declaration, initializer: ts.Expression): Value | undefined => {
  const known = run.modules.get(declaration);
  if (known || run.evaluating.has(declaration)) {
    run.readAgain(initializer);
    return known;
  }
  run.evaluating.add(declaration);
  const value = run.constant(initializer);
  run.evaluating.delete(declaration);
  if (!value) return undefined;
  for (const { value: v } of optionsOf(value)) if (v.kind === 'foreign') v.shared('a variable of the module holds it, which all requests share', run);
  const kept: Value = value.kind === 'function' ? { ...value, env: undefined } : value;
  run.modules.set(declaration, kept);
  return kept;
};

const moduleVariable = (run: Run, node: ts.Identifier, declaration: ts.VariableDeclaration): Value => {
  if (!(ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const)) {
    return run.host.handle(node) !== undefined ? scalar(node) : shared(node);
  }
  const { initializer } = declaration;
  const made = initializer && ts.isIdentifier(declaration.name) ? lasting(run, declaration, initializer) : undefined;
  return made && isMutable(made) ? afterChanges(run, node, declaration, made) : (made ?? scalar(node));
};

const isMutable = (value: Value): boolean => optionsOf(value).some(({ value: v }) => v.kind === 'object' || v.kind === 'array');

/** What an initializer says of an object or a list holds no more once somebody has changed it. */
const afterChanges = (run: Run, node: ts.Identifier, declaration: ts.VariableDeclaration, made: Value): Value => {
  const mutation = run.mutation(declaration);
  return mutation === undefined ? made : mutation === 'assigned' ? shared(node) : scalar(node);
};

const isModuleLevel = ({ parent: { parent: statement } }: ts.VariableDeclaration): boolean =>
  ts.isVariableStatement(statement) && (ts.isSourceFile(statement.parent) || ts.isModuleBlock(statement.parent));

const isProjectSource = (node: ts.Node): boolean => !node.getSourceFile().isDeclarationFile;

const declared = (run: Run, node: ts.Identifier, declaration: ts.Declaration): Value => {
  if (isFunctionLike(declaration)) {
    const body = withBody(run, node, declaration);
    const value: Value = { kind: 'function', node: body, env: ownEnvironment(run, body) };
    // One of a function that is only handed on runs some time later.
    if (value.env) run.stack.at(-1)?.created.set(body, value);
    return value;
  }
  if (ts.isClassLike(declaration)) return { kind: 'class', node: declaration, env: ownEnvironment(run, declaration) };
  if (ts.isVariableDeclaration(declaration) && isModuleLevel(declaration)) return moduleVariable(run, node, declaration);
  if (ts.isExportAssignment(declaration)) return lasting(run, declaration, declaration.expression) ?? scalar(node);
  return scalar(node);
};

/** A function of a function closes over the running frames; one of a module over nothing. */
const ownEnvironment = (run: Run, declaration: ts.Node) => {
  if (ts.isSourceFile(declaration.parent)) return undefined;
  for (let i = run.stack.length - 1; i >= 0; i--) {
    const frame = run.stack[i];
    for (let at: ts.Node | undefined = declaration.parent; at; at = at.parent) if (at === frame?.node) return frame.env;
  }
  return undefined;
};

/** Of overloads, the one with a body. */
export const withBody = (run: Run, name: ts.Node, declaration: ts.FunctionLikeDeclaration): ts.FunctionLikeDeclaration => {
  if (declaration.body) return declaration;
  return run.host.declarations(name).find((d): d is ts.FunctionLikeDeclaration => isFunctionLike(d) && d.body !== undefined) ?? declaration;
};

/** What a name stands for. */
export const evaluateName = (run: Run, node: ts.Identifier): Value => {
  if (node.text === 'undefined') return undefinedValue;
  if (node.text === 'NaN' || node.text === 'Infinity') return constant(Number(node.text));
  const declaration = declarationOf(run.host, node);
  if (!declaration) return run.libraries.outside(node, run) ?? scalar(node);
  const local = run.stack.at(-1)?.env.get(declaration);
  if (local) return local;
  const imported = run.host.imported(node);
  if (imported) return run.libraries.global(imported.module, imported.name) ?? run.libraries.outside(node, run) ?? scalar(node);
  return isProjectSource(declaration) ? declared(run, node, declaration) : (run.libraries.outside(node, run) ?? scalar(node));
};

/** `schema.orders`, of `import * as schema`: what the module exports under a name, where that is not a function or class. */
export const namespaceMember = (run: Run, access: ts.PropertyAccessExpression): Value | undefined => {
  if (!ts.isIdentifier(access.expression)) return undefined;
  const space = declarationOf(run.host, access.expression);
  if (!space || !ts.isSourceFile(space)) return undefined;
  const value = evaluateName(run, access.name as ts.Identifier);
  return value.kind === 'scalar' || value.kind === 'function' || value.kind === 'class' ? undefined : value;
};

const pathOf = askedOnce((host, node: ts.PropertyAccessExpression): string | undefined => {
  const parts = [node.name.text];
  let at: ts.Expression = node.expression;
  for (; ts.isPropertyAccessExpression(at); at = at.expression) parts.unshift(at.name.text);
  if (at.kind === ts.SyntaxKind.ThisKeyword) return `this.${parts.join('.')}`;
  const declaration = ts.isIdentifier(at) ? declarationOf(host, at) : undefined;
  return declaration && `${declaration.getSourceFile().fileName}:${declaration.pos}.${parts.join('.')}`;
});

/** The name a guard's refinement of `a.b` is kept under. */
export const pathName = (run: Run, node: ts.Expression): string | undefined => (ts.isPropertyAccessExpression(node) ? pathOf(run.host, node) : undefined);
