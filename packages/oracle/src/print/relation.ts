import { type JoinRelation, type Relation } from '@tenantscope/core';
import { identifier, identifiers, list, type Printer, Unprintable, words } from './printer.ts';

const named = (r: { readonly alias?: string | undefined; readonly columnAliases?: readonly string[] | undefined }): string =>
  words(r.alias !== undefined && `as ${identifier(r.alias)}`, r.columnAliases && `(${list(r.columnAliases.map(identifier))})`);

const join = (to: Printer, r: JoinRelation): string => {
  const condition = r.on ? `on ${to.expr(r.on)}` : r.using ? `using (${list(r.using.map(identifier))})${r.alias === undefined ? '' : ` as ${identifier(r.alias)}`}` : undefined;
  const type = r.natural ? `natural ${r.type} join` : condition === undefined ? 'cross join' : `${r.type} join`;
  return `(${words(to.relation(r.left), type, to.relation(r.right), condition)})`;
};

/** An item of FROM. */
export const printRelation = (to: Printer, r: Relation): string => {
  switch (r.kind) {
    case 'table':
      return words(identifiers(r.schema === undefined ? [r.name] : [r.schema, r.name]), named(r), r.sampled && 'tablesample system (50)');
    case 'derived':
      return words(r.lateral && 'lateral', `(${to.query(r.query)})`, named(r));
    case 'function':
      return words(r.calls.length === 1 && r.calls[0] ? to.expr(r.calls[0]) : `rows from (${list(r.calls.map(to.expr))})`, named(r));
    case 'join':
      return join(to, r);
    case 'opaque-relation':
      throw new Unprintable(r.cause);
  }
};
