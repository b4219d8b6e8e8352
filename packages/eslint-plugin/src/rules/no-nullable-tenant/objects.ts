import { AST_NODE_TYPES as Kind, type TSESTree } from '@typescript-eslint/utils';
import ts from 'typescript';
import type { Types } from '../../session/types.ts';
import { bare, keyOf } from '../../syntax/expression.ts';
import { missingIn, type MissingValue, missingValues } from './missing.ts';

/** The key of an object that is the tenant's column. */
type IsTenantKey = (key: string) => boolean;

const holds = (node: TSESTree.Node, isTenant: IsTenantKey): boolean =>
  node.type === Kind.ObjectExpression && node.properties.some((p) => p.type === Kind.Property && isTenant(keyOf(p) ?? ''));

/** What a `...spread` may leave out: `t && { tenant_id: t }`, `t ? { tenant_id: t } : {}`. */
const isOptional = (node: TSESTree.Node, isTenant: IsTenantKey): boolean => {
  if (node.type === Kind.LogicalExpression) return holds(bare(node.right), isTenant);
  return node.type === Kind.ConditionalExpression && holds(bare(node.consequent), isTenant) !== holds(bare(node.alternate), isTenant);
};

/** What the type of an object says of its tenant, as of `filters` in `eb.and(filters)`. */
const missingMember = (types: Types, object: TSESTree.Node, isTenant: IsTenantKey, node: TSESTree.Node): readonly MissingValue[] => {
  const member = types.of(object).getProperties().find((p) => isTenant(p.name));
  const missing = member && (member.flags & ts.SymbolFlags.Optional ? 'undefined' : missingIn(types, types.checker.getTypeOfSymbol(member)));
  return missing ? [{ node, missing, isByType: true }] : [];
};

const missingInSpread = (types: Types, spread: TSESTree.SpreadElement, isTenant: IsTenantKey): readonly MissingValue[] => {
  const node = bare(spread.argument);
  if (isOptional(node, isTenant)) return [{ node: spread, missing: 'undefined' }];
  if (node.type === Kind.ConditionalExpression) return [node.consequent, node.alternate].flatMap((arm) => missingInObject(types, bare(arm), isTenant));
  return node.type === Kind.ObjectExpression ? missingInObject(types, node, isTenant) : missingMember(types, node, isTenant, spread);
};

/** What an object leaves open of its tenant. Of a literal, a later entry has the last word. */
export const missingInObject = (types: Types, node: TSESTree.Node, isTenant: IsTenantKey): readonly MissingValue[] => {
  if (node.type !== Kind.ObjectExpression) return missingMember(types, node, isTenant, node);
  const last = node.properties.findLastIndex((p) => p.type === Kind.Property && isTenant(keyOf(p) ?? ''));
  return node.properties.flatMap((p, i): readonly MissingValue[] => {
    if (p.type === Kind.SpreadElement) return i < last ? [] : missingInSpread(types, p, isTenant);
    return i === last ? missingValues(types, p.value) : [];
  });
};
