import { constant as constantExpr, type Expr, opaque, type Relation, type SelectItem } from '@tenantscope/core';
import type { ts } from 'ts-morph';
import { choose } from '../../flow/branch.ts';
import type { Arguments } from '../../flow/foreign.ts';
import { spanOf } from '../../flow/offsets.ts';
import { spelled } from '../../flow/origin.ts';
import { literalUnion } from '../../flow/property.ts';
import type { Run } from '../../flow/run.ts';
import { stringOf } from '../../flow/text.ts';
import { type Single, undefinedValue, type Value } from '../../flow/value.ts';
import { nowhere } from '../../flow/fallback.ts';
import { bindPlain, isPlain } from '../bind.ts';
import { readOrder } from '../sql-text/read.ts';
import { unknownRelation } from './lower.ts';
import { columnFrom, itemFrom, tableFrom } from './name.ts';
import { type Operand, plain } from './operand.ts';
import { binary, isOperatorKnown, listMembership } from './operator.ts';
import { SqlValue } from './sql-value.ts';

export const atOf = spanOf;

export const unread = (cause: string, node: ts.Node, rule = 'unproven-flow'): Operand => {
  const at = atOf(node);
  return plain(opaque({ rule, cause, args: [], at }), at);
};

/** A value as Kysely sees it: callbacks called with an expression builder, one alternative picked. */
export const settle = (run: Run, value: Value, node: ts.Node): Single => {
  let v = choose(run, value);
  for (let i = 0; v.kind === 'function' && i < 3; i++) v = choose(run, run.call(v, [run.libraries.expressionBuilder], node));
  return v;
};

/** The text of a structural argument: a constant, or one of the literals of its type. */
export const nameOf = (run: Run, value: Value, node: ts.Node): string | undefined => {
  const v = choose(run, value);
  const text = stringOf(v);
  if (text !== undefined || v.kind !== 'scalar') return text;
  const literals = node.pos >= 0 ? (run.host.literals(node) ?? (v.node.pos >= 0 ? run.host.literals(v.node) : undefined)) : undefined;
  return literals && stringOf(choose(run, literalUnion(literals)));
};

/** `parseValueExpression`: expressions stay, everything else is bound. */
export const valueOperand = (run: Run, value: Value, node: ts.Node): Operand => {
  if (isPlain(value)) return plain(bindPlain(run, value, node), atOf(node));
  const v = settle(run, value, node);
  if (v instanceof SqlValue) return v.operand(run);
  if (v.kind === 'foreign') return unread(`${spelled(node)} is not an expression`, node);
  return plain(bindPlain(run, v, node), atOf(node));
};

/** `parseReferenceExpression`: strings name columns. */
export const referenceOperand = (run: Run, value: Value, node: ts.Node): Operand => {
  const v = settle(run, value, node);
  if (v instanceof SqlValue) return v.operand(run);
  const name = nameOf(run, v, node);
  return name === undefined ? unread(`the column ${spelled(node)} is only known at run time`, node) : plain(columnFrom(name, atOf(node)), atOf(node));
};

const rightSide = (run: Run, left: Operand, op: string, value: Value, node: ts.Node, call: ts.Node): Operand => {
  const v = isPlain(value) && value.kind === 'union' ? value : settle(run, value, node);
  if (v.kind === 'array' && /^(not )?in$/i.test(op)) {
    const items = v.items.map((i) => valueOperand(run, i.value, node));
    return listMembership(left, op, items, atOf(call));
  }
  return binary(left, op, valueOperand(run, v, node), atOf(call));
};

export const binaryFrom = (run: Run, args: Arguments, refRight: boolean): Operand => {
  const [lhs = undefinedValue, opValue = undefinedValue, rhs = undefinedValue] = args.values;
  const [lhsNode = nowhere(), opNode = nowhere(), rhsNode = nowhere()] = args.nodes;
  const left = referenceOperand(run, lhs, lhsNode);
  const op = nameOf(run, opValue, opNode);
  if (op === undefined || !isOperatorKnown(op)) return unread(`the operator ${spelled(opNode)} is only known at run time`, args.call);
  if (refRight) return binary(left, op, referenceOperand(run, rhs, rhsNode), atOf(args.call));
  return rightSide(run, left, op, rhs, rhsNode, args.call);
};

/** The arguments of `where`, `having`, `on`, `when` …: `(lhs, op, rhs)` or one expression. */
export const operandFromArguments = (run: Run, args: Arguments, refRight = false): Operand => {
  if (args.open) return unread('the arguments are a spread list', args.call);
  if (args.values.length === 3) return binaryFrom(run, args, refRight);
  const [only] = args.values;
  if (!only || args.values.length !== 1) return unread('the arguments are not understood', args.call);
  const node = args.nodes[0] ?? args.call;
  const v = settle(run, only, node);
  if (v instanceof SqlValue) return v.operand(run);
  return unread(v.kind === 'scalar' && v.cause !== undefined ? v.cause : `the condition ${spelled(node)} is not followed`, node);
};

/** The elements of a list argument, or the argument itself. */
export const elements = (run: Run, value: Value, node: ts.Node): readonly Value[] | undefined => {
  const v = settle(run, value, node);
  if (v.kind === 'array') return v.items.map((i) => i.value);
  return v.kind === 'scalar' ? undefined : [v];
};

export const referenceOperands = (run: Run, values: readonly Value[], nodes: readonly ts.Node[], at: ts.Node): readonly Operand[] =>
  values.flatMap((value, i) => {
    const node = nodes[i] ?? at;
    const parts = elements(run, value, node);
    if (parts === undefined) return [referenceOperand(run, value, node)];
    return parts.map((p) => referenceOperand(run, p, node));
  });

export const referenceList = (run: Run, values: readonly Value[], nodes: readonly ts.Node[], at: ts.Node): readonly Expr[] =>
  referenceOperands(run, values, nodes, at).map((o) => o.expr);

/** Select lists: strings, expressions, callbacks, lists of them. */
export const itemsFrom = (run: Run, value: Value, node: ts.Node): readonly SelectItem[] => {
  const parts = elements(run, value, node);
  if (parts === undefined) {
    const name = nameOf(run, value, node);
    return [name === undefined ? { star: false, expr: unread(`the selection ${spelled(node)} is only known at run time`, node).expr } : itemFrom(name, atOf(node))];
  }
  return parts.flatMap((part): readonly SelectItem[] => {
    const v = settle(run, part, node);
    if (v instanceof SqlValue) return v.items(run);
    const name = nameOf(run, v, node);
    return [name === undefined ? { star: false, expr: unread(`the selection ${spelled(node)} is only known at run time`, node).expr } : itemFrom(name, atOf(node))];
  });
};

/** ORDER BY arguments; directions do not matter, expressions do. */
export const orderOf = (run: Run, args: Arguments): readonly Expr[] => {
  const [first] = args.values;
  const node = args.nodes[0] ?? args.call;
  if (!first) return [];
  const v = settle(run, first, node);
  if (v.kind === 'array') return v.items.flatMap((i) => orderItem(run, i.value, node));
  return orderItem(run, v, node);
};

const orderItem = (run: Run, value: Value, node: ts.Node): readonly Expr[] => {
  const v = settle(run, value, node);
  if (v instanceof SqlValue) {
    const operand = v.operand(run);
    return operand.raw ? readOrder(operand.raw, operand.at) : [operand.expr];
  }
  const name = nameOf(run, v, node);
  if (name === undefined) return [unread(`the order ${spelled(node)} is only known at run time`, node).expr];
  return [columnFrom(name.replace(/ (asc|desc)$/, ''), atOf(node))];
};

/** A table argument: `'orders as o'`, an aliased sub-query, a callback. */
export const relationFrom = (run: Run, value: Value, node: ts.Node, schema: string | undefined, lateral = false): Relation => {
  const v = settle(run, value, node);
  if (v instanceof SqlValue) return v.relation(run, lateral);
  const name = nameOf(run, v, node);
  if (name !== undefined) return tableFrom(name, atOf(node), schema);
  return unknownRelation(v.kind === 'scalar' && v.cause !== undefined ? v.cause : `the table ${spelled(node)} is only known at run time`, undefined, { at: atOf(node) });
};

export const relationsFrom = (run: Run, value: Value, node: ts.Node, schema: string | undefined): readonly Relation[] => {
  const v = settle(run, value, node);
  return v.kind === 'array' ? v.items.map((i) => relationFrom(run, i.value, node, schema)) : [relationFrom(run, v, node, schema)];
};

export const numberOf = (run: Run, value: Value, node: ts.Node): Expr =>
  value.kind === 'constant' && typeof value.value === 'number' ? constantExpr({ value: value.value, at: atOf(node) }) : valueOperand(run, value, node).expr;
