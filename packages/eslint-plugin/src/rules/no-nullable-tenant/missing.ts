import { AST_NODE_TYPES as Kind, type TSESTree } from '@typescript-eslint/utils';
import ts from 'typescript';
import type { Types } from '../../session/types.ts';
import { bare, calleeOf } from '../../syntax/expression.ts';

/** What a value may be instead of a tenant. Undefined is said before null: builders leave its key out. */
type Missing = 'undefined' | 'null';

const undefinedFlags = ts.TypeFlags.Undefined | ts.TypeFlags.Void;

export const missingIn = (types: Types, type: ts.Type): Missing | undefined => {
  const known = type.flags & ts.TypeFlags.TypeParameter ? (types.checker.getBaseConstraintOfType(type) ?? type) : type;
  const members = known.isUnion() ? known.types : [known];
  if (members.some((t) => t.flags & undefinedFlags)) return 'undefined';
  return members.some((t) => t.flags & ts.TypeFlags.Null) ? 'null' : undefined;
};

/** `eb.val(x)` and `sql.val(x)` are x. */
const valueIn = (node: TSESTree.Node): TSESTree.Node => {
  // `x!` is a wish, not a check: the type of what stands before it counts.
  if (node.type === Kind.TSNonNullExpression) return valueIn(node.expression);
  if (node.type !== Kind.CallExpression || node.arguments.length !== 1) return node;
  const [value] = node.arguments;
  return value && bare(value) !== node && ['val', 'value'].includes(calleeOf(node)?.name ?? '') ? valueIn(value) : node;
};

export interface MissingValue {
  readonly node: TSESTree.Node;
  readonly missing: Missing;
  /** Only the type of an object that was made elsewhere says so. */
  readonly isByType?: boolean;
}

const elementMissing = (types: Types, node: TSESTree.Node): Missing | undefined => {
  const type = types.of(node);
  const element = types.checker.isArrayLikeType(type) ? type.getNumberIndexType() : undefined;
  return element && missingIn(types, element);
};

/** Where a value, or an element of a list, may be missing for all its type says at that place. */
export const missingValues = (types: Types, written: TSESTree.Node): readonly MissingValue[] => {
  const node = valueIn(written);
  if (node.type === Kind.ArrayExpression) return node.elements.flatMap((e) => (e ? missingValues(types, e.type === Kind.SpreadElement ? e.argument : e) : []));
  if (node.type === Kind.ArrowFunctionExpression || node.type === Kind.FunctionExpression) return [];
  const missing = missingIn(types, types.of(node)) ?? elementMissing(types, node);
  return missing ? [{ node: written, missing }] : [];
};
