import { ts } from '#compiler';
import { bind } from './assignment.ts';
import { awaitValue, isAsync } from './await.ts';
import { branch, resume, resumeWith, snapshot } from './branch.ts';
import { baseOf, constructorOf, initializeFields } from './class.ts';
import { declarationOf, isNamedFunction, outermostPart } from './names.ts';
import { Environment, joinReturns } from './environment.ts';
import { unionOf } from './join.ts';
import { newBranch, through } from './path.ts';
import { type Frame, maxFrames, type Run } from './run.ts';
import { arrayOf, type ClassValue, type FunctionValue, type InstanceValue, optionsOf, scalar, undefinedValue, type Value } from './value.ts';

const bindParameters = (run: Run, node: ts.FunctionLikeDeclaration, args: readonly Value[], at: ts.Node): void => {
  const nodes = ts.isCallExpression(at) || ts.isNewExpression(at) ? at.arguments : undefined;
  node.parameters.forEach((p, i) => {
    if (p.dotDotDotToken) { bind(run, p.name, restOf(args.slice(i), p), p); return; }
    let value = args[i] ?? (i >= args.length && isCalled(at) ? undefinedValue : scalar(p));
    if (p.initializer && value.kind === 'constant' && value.value === undefined) value = run.evaluate(p.initializer);
    else if (p.initializer && value.kind === 'scalar' && value.node === p) value = parameterOrDefault(run, p, value);
    bind(run, p.name, value, nodes?.[i] ?? p);
  });
};

/** The list a rest parameter holds; of an unknown caller nobody knows how long it is. */
const restOf = (given: readonly Value[], p: ts.ParameterDeclaration): Value => {
  const [first] = given;
  return first?.kind === 'scalar' && first.node === p ? first : arrayOf(given);
};

/** A parameter whose decorator is a source (NestJS) holds what the source gives. */
const decoratedBySource = (run: Run, p: ts.ParameterDeclaration): string | undefined => {
  for (const { expression } of ts.getDecorators(p) ?? []) {
    const name = ts.isCallExpression(expression) ? expression.expression : expression;
    const declaration = declarationOf(run.host, name);
    if (declaration && run.trust.isSource(declaration)) return `the parameter decorator @${name.getText()}`;
  }
  return undefined;
};

/** What a parameter holds when nobody is known to call the function. */
const unknownArgument = (run: Run, p: ts.ParameterDeclaration): Value => {
  const source = decoratedBySource(run, p);
  return source === undefined ? scalar(p) : scalar(p, { trusted: source, nonNull: true, type: p.type });
};

const isCalled = (at: ts.Node): boolean => ts.isCallExpression(at) || ts.isNewExpression(at);

const parameterOrDefault = (run: Run, p: ts.ParameterDeclaration, value: Value): Value =>
  p.initializer ? unionOf([...optionsOf(value), ...optionsOf(run.evaluate(p.initializer))]) : value;

/** What the function gave back, over all its returns. */
const result = (frame: Frame, branch: number): Value => {
  const [only] = frame.returns;
  if (only && frame.returns.length === 1) return only;
  if (frame.returns.length === 0) return undefinedValue;
  return unionOf(frame.returns.flatMap((v, arm) => optionsOf(v).map((o) => ({ path: through(o.path, branch, arm), value: o.value }))));
};

const runBody = (run: Run, body: ts.ConciseBody, frame: Frame): Value => {
  if (!ts.isBlock(body)) {
    const value = run.evaluate(body);
    return isAsync(frame.node) ? awaitValue(run, value, body) : value;
  }
  for (const statement of body.statements) if (run.alive) run.execute(statement);
  if (run.alive) {
    frame.exits.push(snapshot(run));
    if (frame.returns.length > 0) frame.returns.push(undefinedValue);
  }
  // What was returned and the state it was returned in belong together.
  const branch = newBranch();
  const value = result(frame, branch);
  const ended = frame.exits.length > 0;
  resumeWith(run, joinReturns(frame.exits, branch));
  if (!ended) run.alive = false;
  return value;
};

/** Function expressions that were only handed on run some time later: with anything, in the state that is left. */
export const runLeftovers = (run: Run, frame: Frame): void => {
  for (const [node, value] of frame.created) {
    if (run.called.has(node)) continue;
    const before = snapshot(run);
    const alive = run.alive;
    run.alive = true;
    if (value.kind === 'class') makeUnknown(run, value);
    else invokeFunction(run, value as FunctionValue, undefined, node);
    run.alive = alive;
    resume(run, [before]);
    run.alive = alive;
  }
};

/** Functions that start no query are followed for the values they give back, but not far. */
const maxAside = 2;

const isAside = (run: Run, node: ts.Node): boolean => isNamedFunction(node) && !run.relevant.has(outermostPart(node));

const count = (run: Run, is: (node: ts.Node) => boolean): number => {
  let found = 0;
  for (const { node } of run.stack) if (is(node)) found++;
  return found;
};

/** Callbacks are where their function is; only calls from function to function lead away. */
const isTooDeep = (run: Run, node: ts.Node): boolean => run.stack.length > maxFrames || (isNamedFunction(node) && count(run, isNamedFunction) > run.depth);

const recordCaller = (run: Run, node: ts.Node): void => {
  const known = run.log.callers.get(node);
  if (known) known.add(run.entry);
  else run.log.callers.set(node, new Set([run.entry]));
};

/** What a function that somebody unknown calls gives back is in other hands. */
const giveAway = (run: Run, value: Value, depth = 0): void => {
  for (const { value: v } of optionsOf(value)) {
    if (v.kind === 'foreign') run.log.leave(() => { v.returned(run); });
    else if (depth < 3 && v.kind === 'array') for (const i of v.items) giveAway(run, i.value, depth + 1);
    else if (depth < 3 && v.kind === 'object') for (const e of v.entries) giveAway(run, e.value, depth + 1);
    else if (depth < 2 && v.kind === 'function' && !run.called.has(v.node)) branch(run, [() => (invokeFunction(run, v, undefined, v.node, depth + 1), v), () => v]);
  }
};

/** Runs a function of the project; `args` undefined: called by somebody unknown. */
export const invokeFunction = (run: Run, fn: FunctionValue, args: readonly Value[] | undefined, at: ts.Node, given = 0): Value => {
  const { node } = fn;
  if (!node.body) return scalar(at);
  const recursive = run.stack.some((f) => f.node === node);
  if (isAside(run, node) && count(run, (n) => isAside(run, n)) >= maxAside) return scalar(at);
  if (recursive || isTooDeep(run, node)) return scalar(at, { cause: recursive ? 'it comes from a recursive function' : 'it comes through too many calls' });
  run.called.add(node);
  if (args) recordCaller(run, node);
  const frame: Frame = { node, env: new Environment(fn.env), self: fn.self, returns: [], exits: [], yields: node.asteriskToken ? [] : undefined, targets: [], reassigned: new Set(), created: new Map() };
  run.stack.push(frame);
  bindParameters(run, node, args ?? node.parameters.map((p) => unknownArgument(run, p)), args ? at : node);
  const value = runBody(run, node.body, frame);
  if (!args) {
    const { alive } = run;
    run.alive = true;
    giveAway(run, value, given);
    run.alive = alive;
  }
  run.stack.pop();
  const outer = run.stack.at(-1);
  for (const [made, closure] of frame.created) outer?.created.set(made, closure);
  if (args && isCalled(at)) copyOut(run, node, frame, args, at as ts.CallExpression);
  return frame.yields ? { kind: 'array', items: frame.yields.map((v) => ({ value: v, presence: 'many' })) } : value;
};

/** Lists and objects that the function changed through its parameters are changed for the caller too. */
const copyOut = (run: Run, node: ts.FunctionLikeDeclaration, frame: Frame, args: readonly Value[], at: ts.CallExpression): void => {
  node.parameters.forEach((p, i) => {
    const given = args[i];
    const argument = at.arguments?.[i];
    const now = frame.env.values.get(p);
    if (!argument || !ts.isIdentifier(argument) || !given || !now || now === given || frame.reassigned.has(p)) return;
    if (given.kind !== 'array' && given.kind !== 'object') return;
    const declaration = declarationOf(run.host, argument);
    if (declaration) run.stack.at(-1)?.env.assign(declaration, now);
  });
};

/**
 * Runs what stands in the making of an instance, on an instance of its own: fields are read on demand, in whatever order.
 * `args` undefined: made by somebody unknown.
 */
const runMaking = (run: Run, self: InstanceValue, owner: ts.ClassLikeDeclaration, args: readonly Value[] | undefined, at: ts.Node): void => {
  const constructor = constructorOf(owner);
  const base = constructor ? undefined : baseOf(run.host, owner);
  if (base) runMaking(run, self, base, args, at);
  initializeFields(run, self, owner);
  if (constructor) invokeFunction(run, { kind: 'function', node: constructor, env: self.env, self }, args, at);
};

/** `super(…)` in a constructor. */
export const constructBase = (run: Run, args: readonly Value[] | undefined, at: ts.Node): void => {
  const frame = run.stack.at(-1);
  const owner = frame?.node.parent;
  const base = owner && ts.isClassLike(owner) ? baseOf(run.host, owner) : undefined;
  if (base && frame?.self?.kind === 'instance' && makes(run, base)) runMaking(run, frame.self, base, args, at);
};

/** Whether making an instance may start a query. */
const makes = (run: Run, node: ts.ClassLikeDeclaration | undefined): boolean =>
  node !== undefined && (run.relevant.has(outermostPart(node)) || makes(run, baseOf(run.host, node)));

/** An instance that somebody unknown makes. */
export const makeUnknown = (run: Run, { node, env }: ClassValue): void => {
  run.called.add(node);
  runMaking(run, { kind: 'instance', node, env, fields: new Map() }, node, undefined, node);
};

/** `new C(…)` */
export const construct = (run: Run, { node, env }: ClassValue, args: readonly Value[] | undefined, at: ts.Node): InstanceValue => {
  run.called.add(node);
  if (args) recordCaller(run, node);
  if (makes(run, node) && !run.stack.some((f) => f.node.parent === node && ts.isConstructorDeclaration(f.node))) runMaking(run, { kind: 'instance', node, env, args, fields: new Map() }, node, args, at);
  return { kind: 'instance', node, env, args, fields: new Map() };
};
