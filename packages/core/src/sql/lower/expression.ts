import type { A_Indirection, BooleanTest, CaseExpr, ColumnRef, Node, SQLValueFunction } from 'libpg-query';
import { call } from '../../query/expr/call.ts';
import { caseWhen } from '../../query/expr/case.ts';
import { cast } from '../../query/expr/cast.ts';
import { column } from '../../query/expr/column.ts';
import { constant } from '../../query/expr/constant.ts';
import { defaultValue } from '../../query/expr/default.ts';
import type { Expr } from '../../query/expr/expr.ts';
import { and, not, or } from '../../query/expr/logic.ts';
import { opaque } from '../../query/expr/opaque.ts';
import { operator } from '../../query/expr/operator.ts';
import { param } from '../../query/expr/param.ts';
import { array, row } from '../../query/expr/row.ts';
import { test } from '../../query/expr/test.ts';
import { cover } from '../source.ts';
import { lowerCall, lowerNamedArgument } from './call.ts';
import { lowerOperation } from './comparison.ts';
import { lowerConstant } from './constant.ts';
import { as, exprs, kindOf, type Lowering, type NodeKinds, nameAt, optional, stringOf, stringsOf, tokenAt, unread, unreadExpr } from './context.ts';
import { jsonExpressions } from './json.ts';
import { lowerSublink } from './sublink.ts';
import { lowerTypeName } from './type-name.ts';
import { lowerXml, lowerXmlSerialize } from './xml.ts';

type Handlers = { readonly [K in keyof NodeKinds]?: (to: Lowering, node: NodeKinds[K]) => Expr };

/** `alias.*` as a value is the whole row of the alias. */
const lowerColumn = (to: Lowering, ref: ColumnRef): Expr => {
  const at = nameAt(to, ref.location);
  const fields = ref.fields ?? [];
  const path = stringsOf(fields.filter((f) => !('A_Star' in f)));
  return path.length === fields.length ? column({ path, at }) : operator({ op: 'whole row', args: [column({ path, at })], at });
};

const lowerBoolean = (to: Lowering, e: NodeKinds['BoolExpr']): Expr => {
  const args = exprs(to, e.args);
  const at = cover([e.boolop === 'NOT_EXPR' ? tokenAt(to, e.location) : undefined, ...args.map((a) => a.at)]);
  if (e.boolop === 'OR_EXPR') return or({ args, at });
  const [arg] = args;
  return e.boolop === 'NOT_EXPR' && arg ? not({ arg, at }) : and({ args, at });
};

const booleanTests = { TRUE: 'true', FALSE: 'false', UNKNOWN: 'unknown' } as const;

const lowerBooleanTest = (to: Lowering, e: BooleanTest): Expr => {
  const arg = optional(to, e.arg) ?? unreadExpr(undefined, []);
  const type = e.booltesttype ?? 'IS_TRUE';
  const name = type.replace(/^IS_(?:NOT_)?/, '') as keyof typeof booleanTests;
  return test({ test: booleanTests[name], negated: type.startsWith('IS_NOT_'), arg, at: cover([arg.at, tokenAt(to, e.location)]) });
};

const lowerNullTest = (to: Lowering, e: NodeKinds['NullTest']): Expr => {
  const arg = optional(to, e.arg) ?? unreadExpr(undefined, []);
  return test({ test: 'null', negated: e.nulltesttype === 'IS_NOT_NULL', arg, at: cover([arg.at, tokenAt(to, e.location)]) });
};

const lowerCase = (to: Lowering, e: CaseExpr): Expr => {
  const whens = (e.args ?? []).map((node) => {
    const when = as(node, 'CaseWhen');
    const [condition, result] = exprs(to, [when?.expr, when?.result].filter((x) => x !== undefined));
    return { when: condition ?? unreadExpr('CaseWhen', []), then: result ?? unreadExpr('CaseWhen', []) };
  });
  const otherwise = optional(to, e.defresult);
  const at = cover([tokenAt(to, e.location), ...whens.flatMap((w) => [w.when.at, w.then.at]), otherwise?.at]);
  return caseWhen({ operand: optional(to, e.arg), whens, otherwise, at });
};

const lowerSteps = (to: Lowering, step: Node, arg: Expr): Expr => {
  const indices = as(step, 'A_Indices');
  if (indices) {
    const bounds = exprs(to, [indices.lidx, indices.uidx].filter((x) => x !== undefined));
    return operator({ op: indices.is_slice ? '[:]' : '[]', args: [arg, ...bounds], at: arg.at });
  }
  return operator({ op: 'field', args: [arg, constant({ value: 'A_Star' in step ? '*' : stringOf(step) })], at: arg.at });
};

/** One parse node, but as many nested IR nodes as it has steps. */
const longestPath = 100;

const lowerIndirection = (to: Lowering, e: A_Indirection): Expr => {
  const arg = optional(to, e.arg) ?? unreadExpr('A_Indirection', []);
  const steps = e.indirection ?? [];
  if (steps.length > longestPath) return unreadExpr('A_Indirection', [arg], arg.at);
  return steps.reduce((inner, step) => lowerSteps(to, step, inner), arg);
};

/** `CURRENT_TIMESTAMP(3)` is a call of `current_timestamp`. */
const lowerValueFunction = (to: Lowering, e: SQLValueFunction): Expr => {
  const name = (e.op ?? '').replace(/^SVFOP_/, '').replace(/_N$/, '').toLowerCase();
  return call({ name: [name], args: [], at: tokenAt(to, e.location) });
};

const lowerCurrentOf = (_to: Lowering, e: NodeKinds['CurrentOfExpr']): Expr =>
  opaque({ rule: unread, cause: `WHERE CURRENT OF ${e.cursor_name ?? e.cursor_param}: the cursor's row is not known here`, args: [] });

const lowerCollation = (to: Lowering, e: NodeKinds['CollateClause']): Expr => {
  const args = exprs(to, e.arg && [e.arg]);
  return operator({ op: 'collate', args: [...args, constant({ value: stringsOf(e.collname).join('.') })], at: args[0]?.at });
};

const lowerCast = (to: Lowering, e: NodeKinds['TypeCast']): Expr => {
  const arg = optional(to, e.arg) ?? unreadExpr('TypeCast', []);
  return cast({ arg, type: lowerTypeName(e.typeName), at: cover([arg.at, nameAt(to, e.typeName?.location)]) });
};

const callOf = (name: string, to: Lowering, e: { args?: Node[]; location?: number }): Expr =>
  call({ name: [name], args: exprs(to, e.args), at: tokenAt(to, e.location) });

const handlers: Handlers = {
  ...jsonExpressions,
  ColumnRef: lowerColumn,
  ParamRef: (to, e) => param({ key: `$${e.number ?? 0}`, at: tokenAt(to, e.location) }),
  A_Const: lowerConstant,
  A_Expr: lowerOperation,
  BoolExpr: lowerBoolean,
  NullTest: lowerNullTest,
  BooleanTest: lowerBooleanTest,
  SubLink: lowerSublink,
  FuncCall: lowerCall,
  NamedArgExpr: (to, e) => lowerNamedArgument(to, e.name, e.arg),
  CaseExpr: lowerCase,
  CoalesceExpr: (to, e) => callOf('coalesce', to, e),
  MinMaxExpr: (to, e) => callOf(e.op === 'IS_LEAST' ? 'least' : 'greatest', to, e),
  GroupingFunc: (to, e) => callOf('grouping', to, e),
  MergeSupportFunc: (to, e) => callOf('merge_action', to, { ...(e.location !== undefined && { location: e.location }) }),
  SQLValueFunction: lowerValueFunction,
  RowExpr: (to, e) => row({ items: exprs(to, e.args), at: tokenAt(to, e.location) }),
  A_ArrayExpr: (to, e) => array({ items: exprs(to, e.elements), at: tokenAt(to, e.location) }),
  A_Indirection: lowerIndirection,
  CollateClause: lowerCollation,
  TypeCast: lowerCast,
  XmlExpr: lowerXml,
  XmlSerialize: lowerXmlSerialize,
  SetToDefault: (to, e) => defaultValue({ at: tokenAt(to, e.location) }),
  CurrentOfExpr: lowerCurrentOf,
};

type AnyHandler = ((to: Lowering, node: unknown) => Expr) | undefined;

const handlerOf = (kind: string | undefined): AnyHandler =>
  kind !== undefined && Object.hasOwn(handlers, kind) ? (handlers[kind as keyof Handlers] as AnyHandler) : undefined;

/** The expressions below a node of a kind that is not known. */
const readableParts = (to: Lowering, node: unknown): readonly Expr[] => {
  if (Array.isArray(node)) return node.flatMap((item) => readableParts(to, item));
  if (typeof node !== 'object' || node === null) return [];
  const kind = kindOf(node as Node);
  return handlerOf(kind) ? [to.expr(node as Node)] : Object.values(node).flatMap((value) => readableParts(to, value));
};

/** Lowers an expression. A kind that is not listed becomes `opaque` around what can be read of it. */
export const lowerExpression = (to: Lowering, node: Node): Expr => {
  const kind = kindOf(node);
  const handler = handlerOf(kind);
  const value = kind && (node as NodeKinds)[kind];
  return handler ? handler(to, value) : unreadExpr(kind, readableParts(to, value));
};
