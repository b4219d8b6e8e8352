import { ts } from '#compiler';
import { mutate } from './assignment.ts';
import { baseOf, memberOf } from './class.ts';
import { append, callBuiltin, isAppend } from './builtin.ts';
import { constructBase, invokeFunction } from './function.ts';
import type { Arguments, Foreign, Spread } from './foreign.ts';
import { mapValue, unionOf } from './join.ts';
import { languageMethods } from './language.ts';
import { declarationOf, isFunctionLike, outermostPart } from './names.ts';
import { pathName, withBody } from './name.ts';
import { spelled } from './origin.ts';
import { readProperty } from './property.ts';
import type { Run } from './run.ts';
import { along, branch } from './branch.ts';
import { type FunctionValue, optionsOf, scalar, type Single, type Taint, undefinedValue, type Value } from './value.ts';

/** The arguments of a call, spreads of known lists expanded. */
export const evaluateArguments = (run: Run, call: ts.CallExpression | ts.NewExpression): Arguments => {
  const values: Value[] = [];
  const nodes: ts.Node[] = [];
  const spreads: Spread[] = [];
  for (const argument of call.arguments ?? []) {
    const value = run.evaluate(ts.isSpreadElement(argument) ? argument.expression : argument);
    if ((value.kind === 'function' && !isInline(value.node)) || value.kind === 'class') run.log.escaped.add(value.node);
    if (!ts.isSpreadElement(argument)) {
      values.push(value);
      nodes.push(argument);
    } else if (value.kind === 'array' && value.items.every((i) => i.presence === 'one')) {
      values.push(...value.items.map((i) => i.value));
      nodes.push(...value.items.map(() => argument));
    } else spreads.push({ before: values.length, value, node: argument.expression });
  }
  return { values, nodes, call, open: spreads.length > 0, spreads };
};

const partsOf = (v: Single): readonly Value[] => {
  if (v.kind === 'text') return v.pieces.flatMap((p) => (p.kind === 'hole' ? [p.value] : []));
  if (v.kind === 'array') return v.items.map((i) => i.value);
  return v.kind === 'object' ? v.entries.map((e) => e.value) : [];
};

/** What of a value, or of the parts of it, the client chose. */
export const taintIn = (value: Value): Taint | undefined => {
  for (const { value: v } of optionsOf(value)) {
    if (v.kind === 'scalar' && v.taint) return v.taint;
    const parts = partsOf(v);
    for (const p of parts) {
      const found = taintIn(p);
      if (found) return found;
    }
  }
  return undefined;
};

/** Functions whose result is still what went in, in another form. */
const transforms =
  /^(String|Number|BigInt|Boolean|parseInt|parseFloat|parse|safeParse|parseAsync|decode|trim|toString|toLowerCase|toUpperCase|replace|replaceAll|slice|substring|substr|normalize|padStart|at|split|get|getAll|json|text|formData|validate|valueOf|decodeURIComponent|param|header|first|pop|shift|find|charAt|filter|sort|reverse|concat|flat|structuredClone)$/;

const resultOf = (name: string, args: Arguments, receiver: Value | undefined): Value => {
  const passes = transforms.test(name);
  const taint = passes ? ((receiver && taintIn(receiver)) ?? args.values.map(taintIn).find((t) => t !== undefined)) : undefined;
  if (name === 'parse' && !taint && spelled(args.call).startsWith('JSON.parse'))
    return scalar(args.call, { taint: { origin: `${spelled(args.call)} is parsed text`, node: args.call } });
  return scalar(args.call, { taint, fetched: receiver?.kind === 'scalar' ? receiver.fetched : undefined });
};

/** Lets go of what an unknown function was given: functions are run with anything, builders are no longer followed. */
export const handOver = (run: Run, args: Arguments, name: string): void => {
  for (const value of args.values) release(run, value, name, args.call, 0);
  for (const { value } of args.spreads ?? []) release(run, value, name, args.call, 0);
};

const release = (run: Run, value: Value, name: string, at: ts.Node, depth: number): void => {
  for (const { value: v } of optionsOf(value)) {
    if (v.kind === 'foreign') v.escape(`it is passed to ${name}, which is not followed`, run);
    else if (depth < 3 && v.kind === 'array') for (const item of v.items) release(run, item.value, name, at, depth + 1);
    else if (depth < 3 && v.kind === 'object') for (const entry of v.entries) release(run, entry.value, name, at, depth + 1);
    else if (v.kind === 'function' && isInline(v.node)) branch(run, [() => (invokeFunction(run, v, undefined, v.node), undefinedValue), () => undefinedValue]);
  }
};

const isInline = (node: ts.Node): boolean => ts.isArrowFunction(node) || ts.isFunctionExpression(node);

const trustArguments = (run: Run, call: ts.CallExpression, declaration: ts.SignatureDeclaration): void => {
  const predicate = declaration.type && ts.isTypePredicateNode(declaration.type) && ts.isIdentifier(declaration.type.parameterName) ? declaration.type.parameterName.text : undefined;
  call.arguments.forEach((argument, i) => {
    const parameter = declaration.parameters[i];
    if (predicate !== undefined && !(parameter && ts.isIdentifier(parameter.name) && parameter.name.text === predicate)) return;
    const value = scalar(argument, { trusted: `checked by the guard ${declaration.name?.getText() ?? 'function'}`, nonNull: true });
    const path = pathName(run, argument);
    if (path !== undefined) run.stack.at(-1)?.env.declare(path, value);
    else mutate(run, argument, value);
  });
};

/** Sources and guards of the configuration: their bodies are not looked into. */
const configured = (run: Run, declaration: ts.Node, call: ts.CallExpression): Value | undefined => {
  if (run.trust.isSource(declaration)) return scalar(call, { trusted: `result of the source ${spelled(call.expression)}`, nonNull: true, type: isFunctionLike(declaration) ? declaration.type : undefined });
  if (!run.trust.isGuard(declaration) || !isFunctionLike(declaration)) return undefined;
  trustArguments(run, call, declaration);
  return scalar(call);
};

const invokeKnown = (run: Run, fn: FunctionValue, args: Arguments, call: ts.CallExpression): Value => {
  const special = configured(run, fn.node, call);
  if (special) return special;
  if (!fn.node.body) {
    handOver(run, args, spelled(call.expression));
    return resultOf('', args, undefined);
  }
  const before = run.stack.length;
  const value = invokeFunction(run, fn, args.open ? undefined : args.values, call);
  if (value.kind === 'scalar' && value.cause !== undefined && value.node === call && run.stack.length === before) handOver(run, args, spelled(call.expression));
  return value;
};

/**
 * A function that is known by its type only may be the one of that type: it is run with what it would be given, and what the call gives
 * back stays unknown.
 */
const tryTyped = (run: Run, args: Arguments, call: ts.CallExpression): void => {
  const { expression } = call;
  // A library's own methods are asked for nothing: resolving the overloads of a builder takes long.
  if (args.values.length === 0 || (ts.isPropertyAccessExpression(expression) && !run.names.has(expression.name.text))) return;
  for (const node of run.host.typedAs(expression)) {
    if (!run.relevant.has(outermostPart(node))) continue;
    const fn: FunctionValue = { kind: 'function', node, env: undefined };
    branch(run, [() => invokeKnown(run, fn, args, call), () => undefinedValue]);
  }
};

const callSingle = (run: Run, callee: Single, args: Arguments, call: ts.CallExpression): Value => {
  if (callee.kind === 'foreign') return callee.call(args, run) ?? (handOver(run, args, spelled(call.expression)), scalar(call));
  if (callee.kind === 'function') return invokeKnown(run, callee, args, call);
  const typed = run.libraries.typed(call.expression, '()', run)?.call(args, run);
  if (typed) return typed;
  if (callee.kind === 'scalar') run.libraries.suspicious('()', call, run, args.values[0]);
  const name = ts.isIdentifier(call.expression) ? call.expression.text : '';
  const builtin = callBuiltin(run, undefined, name, args, call);
  if (builtin) return builtin;
  tryTyped(run, args, call);
  handOver(run, args, spelled(call.expression));
  return resultOf(name, args, undefined);
};

/** `f(…)` */
export const callValue = (run: Run, callee: Value, call: ts.CallExpression): Value => {
  const args = evaluateArguments(run, call);
  if (call.expression.kind === ts.SyntaxKind.SuperKeyword) {
    constructBase(run, args.open ? undefined : args.values, call);
    return undefinedValue;
  }
  return mapValue(callee, (c) => callSingle(run, c, args, call));
};

/** The method of the declared class, and those that override it, as one value. */
const declaredMethod = (run: Run, receiver: Single, access: ts.PropertyAccessExpression): FunctionValue | undefined => {
  const declaration = declarationOf(run.host, access.name);
  if (!declaration || !isFunctionLike(declaration) || declaration.getSourceFile().isDeclarationFile) {
    const initializer = declaration && (ts.isPropertyDeclaration(declaration) || ts.isPropertyAssignment(declaration)) ? declaration.initializer : undefined;
    return initializer && isInline(initializer) && !initializer.getSourceFile().isDeclarationFile
      ? { kind: 'function', node: initializer as ts.ArrowFunction, env: undefined, self: receiver }
      : undefined;
  }
  const node = withBody(run, access.name, declaration);
  const owner = node.parent;
  const self: Value = ts.isClassLike(owner) ? { kind: 'instance', node: owner, fields: new Map() } : receiver;
  return { kind: 'function', node, env: undefined, self };
};

const methodsNamed = (run: Run, name: string, classes: readonly ts.ClassLikeDeclaration[]): readonly FunctionValue[] =>
  classes.flatMap((sub): FunctionValue[] => {
    const found = memberOf(run, sub, name);
    if (!found || found.owner !== sub || !isFunctionLike(found.member)) return [];
    return [{ kind: 'function', node: found.member, env: undefined, self: { kind: 'instance', node: sub, fields: new Map() } }];
  });

/** Classes of the project that override a method; their bodies may run instead. */
const overrides = (run: Run, method: FunctionValue, name: string): readonly FunctionValue[] => {
  const owner = method.node.parent;
  if (!ts.isClassLike(owner) || method.self?.kind !== 'instance' || method.self.args !== undefined) return [];
  return methodsNamed(run, name, run.subclasses(owner));
};

/** The methods of the project's classes that a method of an interface, or an abstract one, stands for. */
const implementations = (run: Run, access: ts.PropertyAccessExpression): readonly FunctionValue[] => {
  const owner = declarationOf(run.host, access.name)?.parent;
  return owner && (ts.isInterfaceDeclaration(owner) || ts.isClassLike(owner)) && !owner.getSourceFile().isDeclarationFile ? methodsNamed(run, access.name.text, run.subclasses(owner)) : [];
};

const superMethod = (run: Run, name: string): FunctionValue | undefined => {
  const self = run.stack.at(-1)?.self;
  const running = run.stack.at(-1)?.node.parent;
  const base = running && ts.isClassLike(running) ? baseOf(run.host, running) : undefined;
  const found = base && memberOf(run, base, name)?.member;
  return found && isFunctionLike(found) ? { kind: 'function', node: found, env: undefined, self } : undefined;
};

const methodOn = (run: Run, receiver: Single, access: ts.PropertyAccessExpression): FunctionValue | undefined => {
  const name = access.name.text;
  if (access.expression.kind === ts.SyntaxKind.SuperKeyword) return superMethod(run, name);
  if (receiver.kind === 'instance' || receiver.kind === 'class' || receiver.kind === 'object') {
    const member = readProperty(run, receiver, name, access.name, access.expression);
    if (member.kind === 'function') return member;
  }
  return receiver.kind === 'scalar' || receiver.kind === 'instance' || receiver.kind === 'class' ? declaredMethod(run, receiver, access) : undefined;
};

/** The library value a receiver's type says it is; where the variable is `any`, the type of what flowed into it. */
const handleAt = (run: Run, receiver: Single, access: ts.PropertyAccessExpression, name: string): Foreign | undefined => {
  const found = run.libraries.typed(access.expression, name, run, receiver);
  if (found || receiver.kind !== 'scalar' || receiver.node.pos < 0 || receiver.node === access.expression) return found;
  return run.libraries.typed(receiver.node as ts.Expression, name, run, receiver);
};

const answer = (run: Run, call: ts.Node, value: Value): Value => {
  run.log.reached.add(call);
  return value;
};

const callOn = (run: Run, receiver: Single, access: ts.PropertyAccessExpression, args: Arguments, call: ts.CallExpression): Value => {
  const name = access.name.text;
  if (receiver.kind === 'foreign') {
    const result = receiver.invoke(name, args, run);
    if (result) return answer(run, call, result);
    handOver(run, args, spelled(access));
    return scalar(call);
  }
  if (receiver.kind === 'function' && (name === 'call' || name === 'bind' || name === 'apply')) {
    if (name === 'bind') return receiver;
    return name === 'call' ? invokeKnown(run, receiver, { ...args, values: args.values.slice(1), nodes: args.nodes.slice(1) }, call) : scalar(call);
  }
  if (receiver.kind === 'object') {
    const member = readProperty(run, receiver, name, access.name, access.expression);
    if (member.kind === 'foreign') return member.call(args, run) ?? scalar(call);
    if (member.kind === 'union') return mapValue(member, (m) => callSingle(run, m, args, call));
  }
  if (receiver.kind === 'instance') {
    const field = readProperty(run, receiver, name, access.name, access.expression);
    if (field.kind === 'foreign') return field.call(args, run) ?? scalar(call);
  }
  const fetched = receiver.kind === 'scalar' && receiver.fetched === true;
  const typed = (receiver.kind === 'scalar' && !fetched) || receiver.kind === 'instance' ? handleAt(run, receiver, access, name) : undefined;
  const answered = typed?.invoke(name, args, run);
  if (answered) return answer(run, call, answered);
  const builtin = callBuiltin(run, receiver, name, args, call);
  if (builtin) return builtin;
  const alike = fetched ? undefined : run.libraries.alike(access.expression, name, run);
  const method = fetched || !(run.methods.has(name) || ['object', 'instance', 'class'].includes(receiver.kind)) ? undefined : methodOn(run, receiver, access);
  if (method) {
    if (alike) run.log.reached.add(call);
    const others = overrides(run, method, name);
    if (others.length === 0) return invokeKnown(run, method, args, call);
    return branch(run, [method, ...others].map((m) => () => invokeKnown(run, m, args, call)));
  }
  // A member that is a handle itself: `this.knex('orders')`.
  const member = fetched || languageMethods.has(name) ? undefined : run.libraries.typed(access, '()', run)?.call(args, run);
  if (member) return answer(run, call, member);
  const known = receiver.kind === 'scalar' && !fetched && run.methods.has(name) ? implementations(run, access) : [];
  if (alike) run.log.reached.add(call);
  const meant = known.length > 0 ? undefined : alike?.invoke(name, args, run);
  if (meant) return meant;
  if (receiver.kind === 'scalar' && !fetched) {
    if (known.length === 0 || run.host.isAny(access.expression)) run.libraries.suspicious(name, call, run, args.values[0]);
    // Objects that are no instance of a class may stand behind an interface too.
    if (known.length > 0) {
      const { opened } = run.log;
      const value = branch(run, [...known.map((m) => () => invokeKnown(run, m, args, call)), () => alike?.invoke(name, args, run) ?? (handOver(run, args, spelled(access)), scalar(call))]);
      // Mocks alone, and the database behind something else.
      if (run.log.opened === opened) run.libraries.suspicious(name, call, run, args.values[0]);
      return value;
    }
    tryTyped(run, args, call);
  }
  handOver(run, args, spelled(access));
  return receiver.kind === 'array' || receiver.kind === 'object' ? resultOf('', args, undefined) : resultOf(name, args, receiver);
};

/** `receiver.name(…)` */
export const callMethod = (run: Run, receiver: Value, access: ts.PropertyAccessExpression, call: ts.CallExpression): Value => {
  const args = evaluateArguments(run, call);
  if (!run.alive) return undefinedValue;
  if (receiver.kind !== 'union') return callOn(run, receiver, access, args, call);
  if (receiver.options.length === 0) return scalar(call);
  if (isAppend(access.name.text) && receiver.options.some((o) => o.value.kind === 'array')) return append(run, receiver, args, access.name.text);
  if (receiver.options.some((o) => o.value.kind === 'foreign' && o.value.isMutable)) return along(run, receiver, (r) => callOn(run, r, access, args, call));
  if (!receiver.options.some((o) => o.value.kind !== 'foreign')) return mapValue(receiver, (r) => callOn(run, r, access, args, call));
  return unionOf(receiver.options.flatMap((o) => optionsOf(callOn(run, o.value, access, args, call)).map((r) => ({ path: o.path, value: r.value }))));
};
