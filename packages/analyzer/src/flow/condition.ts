import { ts } from '#compiler';
import { unionOf } from './join.ts';
import { meetPaths } from './path.ts';
import { declarationOf, unwrap } from './names.ts';
import type { Run } from './run.ts';
import type { ScalarValue, Single, Value } from './value.ts';

const singleTruth = (v: Single): boolean | undefined => {
  switch (v.kind) {
    case 'constant':
      return Boolean(v.value);
    case 'scalar':
      // A trusted tenant that is not null is a real one, so not the empty string.
      return v.trusted !== undefined && v.nonNull === true ? true : undefined;
    case 'text':
      return v.pieces.some((p) => p.kind === 'constant' && p.value !== '') ? true : undefined;
    default:
      return true;
  }
};

const agree = (values: readonly (boolean | undefined)[]): boolean | undefined =>
  values.every((v) => v === values[0]) ? values[0] : undefined;

/** Whether a value counts as true, when that is known. */
export const truth = (value: Value): boolean | undefined =>
  value.kind === 'union' ? agree(value.options.map((o) => singleTruth(o.value))) : singleTruth(value);

/** Whether a test decides which arm is taken. */
export const decided = (run: Run, value: Value): boolean | undefined => (run.everything ? undefined : truth(value));

/** Whether the type a value was declared with leaves no room for null. Fields and elements may be read before they are set, so only parameters and properties of interfaces say so. */
const isDeclaredPresent = (run: Run, v: ScalarValue): boolean => {
  if (!run.host.strictNulls || v.fetched || v.taint || v.cause !== undefined || v.node.pos < 0) return false;
  const access = ts.isPropertyAccessExpression(v.node.parent) && v.node.parent.name === v.node ? v.node.parent : v.node;
  if (ts.isOptionalChain(access)) return false;
  const declaration = ts.isParameter(access) ? access : declarationOf(run.host, ts.isPropertyAccessExpression(access) ? access.name : access);
  if (!declaration || !(ts.isParameter(declaration) || ts.isPropertySignature(declaration))) return false;
  return !run.host.mayBeNull(access) && !run.host.mayBeUndefined(access);
};

const nullness = (run: Run, v: Single, loose: boolean, wanted: null | undefined): boolean | undefined => {
  if (v.kind === 'constant') return loose ? v.value === undefined || v.value === null : v.value === wanted;
  if (v.kind === 'scalar') return v.nonNull === true || isDeclaredPresent(run, v) ? false : undefined;
  return false;
};

const keep = (value: Value, test: (v: Single) => boolean | undefined, wanted: boolean): Value => {
  if (value.kind !== 'union') return value;
  const options = value.options.filter((o) => test(o.value) !== !wanted);
  return options.length === 0 || options.length === value.options.length ? value : unionOf(options);
};

const refine = (run: Run, node: ts.Expression, test: (v: Single) => boolean | undefined, wanted: boolean): void => {
  const target = unwrap(node);
  if (!ts.isIdentifier(target)) return;
  const name = declarationOf(run.host, target);
  const env = run.stack.at(-1)?.env;
  const value = name && env?.get(name);
  if (name && env && value) env.assign(name, keep(value, test, wanted));
};

const isEquality = (kind: ts.SyntaxKind): { equal: boolean; loose: boolean } | undefined => {
  switch (kind) {
    case ts.SyntaxKind.EqualsEqualsEqualsToken:
      return { equal: true, loose: false };
    case ts.SyntaxKind.ExclamationEqualsEqualsToken:
      return { equal: false, loose: false };
    case ts.SyntaxKind.EqualsEqualsToken:
      return { equal: true, loose: true };
    case ts.SyntaxKind.ExclamationEqualsToken:
      return { equal: false, loose: true };
    default:
      return undefined;
  }
};

const nullLiteral = (node: ts.Expression): { value: null | undefined } | undefined => {
  if (node.kind === ts.SyntaxKind.NullKeyword) return { value: null };
  return ts.isIdentifier(node) && node.text === 'undefined' ? { value: undefined } : undefined;
};

interface NullTest {
  readonly operand: ts.Expression;
  readonly test: (v: Single) => boolean | undefined;
  readonly equal: boolean;
}

const nullTest = (run: Run, node: ts.Expression): NullTest | undefined => {
  if (!ts.isBinaryExpression(node)) return undefined;
  const equality = isEquality(node.operatorToken.kind);
  if (!equality) return undefined;
  const right = nullLiteral(node.right);
  const left = nullLiteral(node.left);
  const literal = right ?? left;
  if (!literal) return undefined;
  return { operand: right ? node.left : node.right, test: (v) => nullness(run, v, equality.loose, literal.value), equal: equality.equal };
};

/** What is known of `x === null` and the like. */
export const nullComparison = (run: Run, node: ts.BinaryExpression): boolean | undefined => {
  const found = nullTest(run, node);
  if (!found) return undefined;
  const value = run.evaluate(found.operand);
  const results = value.kind === 'union' ? value.options.map((o) => found.test(o.value)) : [found.test(value)];
  const known = agree(results);
  return known === undefined ? undefined : known === found.equal;
};

/** Drops the alternatives of variables that contradict every way in which the condition comes out as wanted. */
const constrain = (run: Run, tested: Value, wanted: boolean): void => {
  if (tested.kind !== 'union') return;
  const left = tested.options.filter((o) => singleTruth(o.value) !== !wanted).map((o) => o.path);
  if (left.length === tested.options.length) return;
  for (const { env } of run.stack)
    for (const [name, value] of env.values) {
      if (value.kind !== 'union') continue;
      const options = value.options.filter((o) => left.some((path) => meetPaths(o.path, path) !== undefined));
      if (options.length > 0 && options.length < value.options.length) env.declare(name, unionOf(options));
    }
};

/** Narrows the variables a condition speaks of, on the arm where it is `wanted`. */
export const assume = (run: Run, condition: ts.Expression, tested: Value, wanted: boolean): void => {
  constrain(run, tested, wanted);
  narrow(run, condition, wanted);
};

const narrow = (run: Run, condition: ts.Expression, wanted: boolean): void => {
  const node = unwrap(condition);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) { narrow(run, node.operand, !wanted); return; }
  if (ts.isBinaryExpression(node)) {
    const kind = node.operatorToken.kind;
    if ((kind === ts.SyntaxKind.AmpersandAmpersandToken && wanted) || (kind === ts.SyntaxKind.BarBarToken && !wanted)) {
      narrow(run, node.left, wanted);
      narrow(run, node.right, wanted); return;
    }
    const found = nullTest(run, node);
    if (found) refine(run, found.operand, found.test, wanted === found.equal);
    return;
  }
  refine(run, node, singleTruth, wanted);
};
