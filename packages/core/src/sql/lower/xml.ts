import type { Node, RangeTableFunc, RangeTableFuncCol, XmlExpr, XmlSerialize } from 'libpg-query';
import { call } from '../../query/expr/call.ts';
import type { Expr } from '../../query/expr/expr.ts';
import { as, exprs, type Lowering, tokenAt } from './context.ts';

const names = {
  IS_XMLCONCAT: 'xmlconcat',
  IS_XMLELEMENT: 'xmlelement',
  IS_XMLFOREST: 'xmlforest',
  IS_XMLPARSE: 'xmlparse',
  IS_XMLPI: 'xmlpi',
  IS_XMLROOT: 'xmlroot',
  IS_XMLSERIALIZE: 'xmlserialize',
  IS_DOCUMENT: 'is_document',
};

const target = (node: Node): Node => as(node, 'ResTarget')?.val ?? node;

export const lowerXml = (to: Lowering, e: XmlExpr): Expr =>
  call({
    name: [names[e.op ?? 'IS_XMLCONCAT']],
    args: [...exprs(to, e.named_args?.map(target)), ...exprs(to, e.args)],
    at: tokenAt(to, e.location),
  });

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
