import type { Node, RangeTableFunc, RangeTableFuncCol, XmlExpr, XmlSerialize } from 'libpg-query';
import { call } from '../../query/expr/call.ts';
import type { Expr } from '../../query/expr/expr.ts';
import { operator } from '../../query/expr/operator.ts';
import { as, exprs, type Lowering, tokenAt } from './context.ts';

const names = {
  IS_XMLCONCAT: 'xmlconcat',
  IS_XMLELEMENT: 'xmlelement',
  IS_XMLFOREST: 'xmlforest',
  IS_XMLPARSE: 'xmlparse',
  IS_XMLPI: 'xmlpi',
  IS_XMLROOT: 'xmlroot',
  IS_XMLSERIALIZE: 'xmlserialize',
};

const target = (node: Node): Node => as(node, 'ResTarget')?.val ?? node;

export const lowerXml = (to: Lowering, e: XmlExpr): Expr => {
  const args = [...exprs(to, e.named_args?.map(target)), ...exprs(to, e.args)];
  const at = tokenAt(to, e.location);
  if (e.op === 'IS_DOCUMENT') return operator({ op: 'is document', args, at });
  return call({ name: [names[e.op ?? 'IS_XMLCONCAT']], args, at });
};

export const lowerXmlSerialize = (to: Lowering, e: XmlSerialize): Expr =>
  call({ name: ['xmlserialize'], args: exprs(to, e.expr && [e.expr]), at: tokenAt(to, e.location) });

const columnOf = (node: Node): RangeTableFuncCol | undefined => as(node, 'RangeTableFuncCol');

export const xmlTableColumns = (columns: readonly Node[] | undefined): readonly string[] =>
  (columns ?? []).map((c) => columnOf(c)?.colname ?? '');

export const lowerXmlTable = (to: Lowering, t: RangeTableFunc): Expr => {
  const columns = (t.columns ?? []).flatMap((c) => [columnOf(c)?.colexpr, columnOf(c)?.coldefexpr]);
  const nodes = [t.rowexpr, t.docexpr, ...(t.namespaces ?? []).map(target), ...columns];
  return call({ name: ['xmltable'], args: exprs(to, nodes.filter((n) => n !== undefined)), at: tokenAt(to, t.location) });
};
