import { ts } from '#compiler';
import { assign } from './assignment.ts';
import { awaitValue } from './await.ts';
import { mapValue } from './join.ts';
import { alternatives, branch, choose } from './branch.ts';
import { evaluateCast } from './cast.ts';
import { localClass } from './class.ts';
import { evaluateChain } from './chain.ts';
import { assume, decided, nullComparison, truth } from './condition.ts';
import { evaluateName, selfValue } from './name.ts';
import { evaluateObject } from './object.ts';
import { concatenate, evaluateTemplate, textStart } from './text.ts';
import type { Run } from './run.ts';
import { constant, type ConstantValue, type Item, optionsOf, scalar, type Single, type Taint, undefinedValue, type Value } from './value.ts';

type Constant = ConstantValue['value'];

const spreadItems = (spread: Value, node: ts.Expression): readonly Item[] =>
  spread.kind === 'array' ? spread.items : [{ value: scalar(node, { taint: taintOf(spread) }), presence: 'many' }];

/** `[a, ...(condition ? [b] : [])]` is one list or the other. */
const evaluateArray = (run: Run, node: ts.ArrayLiteralExpression): Value => {
  const elements = node.elements.map((e) => ({ node: e, value: ts.isOmittedExpression(e) ? undefinedValue : run.evaluate(ts.isSpreadElement(e) ? e.expression : e) }));
  const listOf = (pick: (spread: Value) => Value): Value => ({
    kind: 'array',
    items: elements.flatMap(({ node: e, value }): readonly Item[] => (ts.isSpreadElement(e) ? spreadItems(pick(value), e.expression) : [{ value, presence: 'one' }])),
  });
  return alternatives(run, () => listOf((spread) => choose(run, spread)), () => listOf((spread) => spread));
};

/** Evaluates either arm where the test does not decide. */
const either = (run: Run, test: ts.Expression, then: () => Value, otherwise: () => Value): Value => {
  const tested = run.evaluate(test);
  const known = decided(run, tested);
  if (known !== undefined) return known ? then() : otherwise();
  return branch(run, [
    () => (assume(run, test, tested, true), then()),
    () => (assume(run, test, tested, false), otherwise()),
  ]);
};

const evaluateLogical = (run: Run, node: ts.BinaryExpression): Value => {
  const left = run.evaluate(node.left);
  const right = (): Value => run.evaluate(node.right);
  const kind = node.operatorToken.kind;
  if (kind === ts.SyntaxKind.QuestionQuestionToken) {
    if (left.kind === 'constant' && !run.everything) return left.value === null || left.value === undefined ? right() : left;
    if (left.kind !== 'scalar' && left.kind !== 'union' && !run.everything) return left;
    if (!run.everything && left.kind === 'scalar' && !left.fetched && !left.taint && (left.nonNull === true || !(run.host.mayBeNull(node.left) || run.host.mayBeUndefined(node.left)))) return left;
    return branch(run, [() => (left.kind === 'scalar' ? { ...left, nonNull: true } : left), right]);
  }
  const known = decided(run, left);
  const and = kind === ts.SyntaxKind.AmpersandAmpersandToken;
  if (known !== undefined) return known === and ? right() : left;
  return branch(run, [
    () => (assume(run, node.left, left, and), right()),
    () => (assume(run, node.left, left, !and), left.kind === 'scalar' && and ? constant(undefined) : left),
  ]);
};

const arithmetic: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
};

const evaluateBinary = (run: Run, node: ts.BinaryExpression): Value => {
  const kind = node.operatorToken.kind;
  if (kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment) return evaluateAssignment(run, node);
  if (kind === ts.SyntaxKind.CommaToken) return run.evaluate(node.left), run.evaluate(node.right);
  if (kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.QuestionQuestionToken)
    return evaluateLogical(run, node);
  const known = nullComparison(run, node);
  if (known !== undefined) return constant(known);
  return combine(run, node, kind, run.evaluate(node.left), run.evaluate(node.right));
};

const comparison: Readonly<Record<string, (a: Constant, b: Constant) => boolean>> = {
  '===': (a, b) => a === b,
  '!==': (a, b) => a !== b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => Number(a) < Number(b),
  '<=': (a, b) => Number(a) <= Number(b),
  '>': (a, b) => Number(a) > Number(b),
  '>=': (a, b) => Number(a) >= Number(b),
};

const combineSingle = (node: ts.Node, kind: ts.SyntaxKind, left: Single, right: Single): Value => {
  if (left.kind !== 'constant' || right.kind !== 'constant') return scalar(node);
  const operator = ts.tokenToString(kind) ?? '';
  const compute = arithmetic[operator];
  if (typeof left.value === 'number' && typeof right.value === 'number' && compute) return constant(compute(left.value, right.value));
  const compare = comparison[operator];
  return compare ? constant(compare(left.value, right.value)) : scalar(node);
};

const combine = (run: Run, node: ts.BinaryExpression, kind: ts.SyntaxKind, left: Value, right: Value): Value => {
  if (kind !== ts.SyntaxKind.PlusToken || (isNumeric(left) && isNumeric(right)))
    return alternatives(run, () => combineSingle(node, kind, choose(run, left), choose(run, right)), () => scalar(node));
  // Of two unknown operands nothing says that they are text.
  if (isUnknown(left) && isUnknown(right)) return scalar(node, { taint: taintOf(left) ?? taintOf(right) });
  return concatenate(run, [[left, node.left], [right, node.right]], node);
};

const isNumeric = (v: Value): boolean => optionsOf(v).every((o) => o.value.kind === 'constant' && typeof o.value.value === 'number');
const isUnknown = (v: Value): boolean => v.kind === 'scalar' || (v.kind === 'constant' && typeof v.value === 'number');
const taintOf = (v: Value): Taint | undefined => (v.kind === 'scalar' ? v.taint : undefined);

const compoundOf = (kind: ts.SyntaxKind): ts.SyntaxKind | undefined => {
  if (kind === ts.SyntaxKind.PlusEqualsToken) return ts.SyntaxKind.PlusToken;
  return kind === ts.SyntaxKind.MinusEqualsToken ? ts.SyntaxKind.MinusToken : undefined;
};

/** Whether `??=`, `||=` or `&&=` assigns; undefined when it is none of them. */
const replaced = (kind: ts.SyntaxKind, old: Value): 'always' | 'never' | 'perhaps' | undefined => {
  const decided = (yes: boolean | undefined) => (yes === undefined ? 'perhaps' : yes ? 'always' : 'never');
  const known = truth(old);
  if (kind === ts.SyntaxKind.QuestionQuestionEqualsToken) return decided(old.kind === 'constant' ? old.value === undefined || old.value === null : undefined);
  if (kind === ts.SyntaxKind.BarBarEqualsToken) return decided(known === undefined ? undefined : !known);
  return kind === ts.SyntaxKind.AmpersandAmpersandEqualsToken ? decided(known) : undefined;
};

const evaluateAssignment = (run: Run, node: ts.BinaryExpression): Value => {
  const kind = node.operatorToken.kind;
  if (kind === ts.SyntaxKind.EqualsToken) {
    const value = run.evaluate(node.right);
    assign(run, node.left, value, node.right);
    return value;
  }
  const old = run.evaluate(node.left);
  const right = (): Value => run.evaluate(node.right);
  const replaces = replaced(kind, old);
  const value = replaces
    ? { always: right, never: () => old, perhaps: () => branch(run, [() => old, right]) }[replaces]()
    : combine(run, node, compoundOf(kind) ?? ts.SyntaxKind.Unknown, old, run.evaluate(node.right));
  assign(run, node.left, value, node);
  return value;
};

const evaluateStep = (run: Run, node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): Value => {
  const old = run.evaluate(node.operand);
  if (node.operator === ts.SyntaxKind.ExclamationToken) return mapValue(old, (v) => { const known = truth(v); return known === undefined ? scalar(node) : constant(!known); });
  if (node.operator === ts.SyntaxKind.MinusToken && old.kind === 'constant' && typeof old.value === 'number') return constant(-old.value);
  if (node.operator !== ts.SyntaxKind.PlusPlusToken && node.operator !== ts.SyntaxKind.MinusMinusToken) return scalar(node);
  const delta = node.operator === ts.SyntaxKind.PlusPlusToken ? 1 : -1;
  const next = mapNumber(old, delta, node);
  assign(run, node.operand, next, node);
  return ts.isPrefixUnaryExpression(node) ? next : old;
};

const mapNumber = (value: Value, delta: number, node: ts.Node): Value => {
  const one = (v: Value): Value => (v.kind === 'constant' && typeof v.value === 'number' ? constant(v.value + delta) : scalar(node));
  if (value.kind !== 'union') return one(value);
  return { kind: 'union', options: value.options.map((o) => ({ path: o.path, value: one(o.value) as typeof o.value })) };
};

/** What an expression may be. */
export const evaluateExpression = (run: Run, node: ts.Expression): Value => {
  switch (node.kind) {
    case ts.SyntaxKind.Identifier:
      return evaluateName(run, node as ts.Identifier);
    case ts.SyntaxKind.ThisKeyword:
      return selfValue(run, node);
    case ts.SyntaxKind.StringLiteral:
    case ts.SyntaxKind.NoSubstitutionTemplateLiteral:
      return constant((node as ts.StringLiteral).text, textStart(node as ts.StringLiteral));
    case ts.SyntaxKind.NumericLiteral:
      return constant(Number((node as ts.NumericLiteral).text));
    case ts.SyntaxKind.TrueKeyword:
      return constant(true);
    case ts.SyntaxKind.FalseKeyword:
      return constant(false);
    case ts.SyntaxKind.NullKeyword:
      return constant(null);
    case ts.SyntaxKind.TemplateExpression:
      return evaluateTemplate(run, node as ts.TemplateExpression);
    case ts.SyntaxKind.ArrayLiteralExpression:
      return evaluateArray(run, node as ts.ArrayLiteralExpression);
    case ts.SyntaxKind.ObjectLiteralExpression:
      return evaluateObject(run, node as ts.ObjectLiteralExpression);
    case ts.SyntaxKind.ArrowFunction:
    case ts.SyntaxKind.FunctionExpression:
      return evaluateFunction(run, node as ts.ArrowFunction);
    case ts.SyntaxKind.ClassExpression:
      return localClass(run, node as ts.ClassExpression);
    case ts.SyntaxKind.BinaryExpression:
      return evaluateBinary(run, node as ts.BinaryExpression);
    case ts.SyntaxKind.ConditionalExpression: {
      const { condition, whenTrue, whenFalse } = node as ts.ConditionalExpression;
      return either(run, condition, () => run.evaluate(whenTrue), () => run.evaluate(whenFalse));
    }
    case ts.SyntaxKind.PrefixUnaryExpression:
    case ts.SyntaxKind.PostfixUnaryExpression:
      return evaluateStep(run, node as ts.PrefixUnaryExpression);
    case ts.SyntaxKind.ParenthesizedExpression:
    case ts.SyntaxKind.SatisfiesExpression:
      return run.evaluate((node as ts.ParenthesizedExpression).expression);
    case ts.SyntaxKind.AsExpression:
    case ts.SyntaxKind.TypeAssertionExpression:
      return evaluateCast(run, node as ts.AsExpression);
    case ts.SyntaxKind.AwaitExpression:
    case ts.SyntaxKind.YieldExpression:
      return evaluateAwait(run, node as ts.AwaitExpression);
    case ts.SyntaxKind.CallExpression:
    case ts.SyntaxKind.NewExpression:
    case ts.SyntaxKind.PropertyAccessExpression:
    case ts.SyntaxKind.ElementAccessExpression:
    case ts.SyntaxKind.NonNullExpression:
    case ts.SyntaxKind.TaggedTemplateExpression:
      return evaluateChain(run, node);
    case ts.SyntaxKind.VoidExpression:
    case ts.SyntaxKind.DeleteExpression:
    case ts.SyntaxKind.TypeOfExpression:
      run.evaluate((node as ts.VoidExpression).expression);
      return scalar(node);
    default:
      evaluateParts(run, node);
      return scalar(node);
  }
};

/** JSX and whatever else holds expressions: each is run, and nothing is known of the whole. */
const evaluateParts = (run: Run, node: ts.Node): void => {
  ts.forEachChild(node, (child) => {
    if (ts.isExpression(child)) run.evaluate(child);
    else if (!ts.isTypeNode(child)) evaluateParts(run, child);
  });
};

const evaluateFunction = (run: Run, node: ts.ArrowFunction): Value => {
  const frame = run.stack.at(-1);
  const value: Value = { kind: 'function', node, env: frame?.env, self: ts.isArrowFunction(node) ? frame?.self : undefined };
  frame?.created.set(node, value);
  return value;
};

const evaluateAwait = (run: Run, node: ts.AwaitExpression | ts.YieldExpression): Value => {
  if (!node.expression) return scalar(node);
  const value = run.evaluate(node.expression);
  if (ts.isYieldExpression(node)) run.stack.at(-1)?.yields?.push(...(node.asteriskToken && value.kind === 'array' ? value.items.map((i) => i.value) : [value]));
  return awaitValue(run, value, node);
};
