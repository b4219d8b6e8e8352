import type { ColumnNode, OperationNode } from 'kysely';
import { refusal } from '../error.ts';
import { expression, kindOf, only, operatorWord, rawOr } from './fields.ts';
import { isReadingAttribute } from './functions.ts';
import { rawOperator } from './raw.ts';
import { longestName } from './registry.ts';
import type { Scope } from './scope.ts';
import { condition, literal, selection } from './shapes.ts';

// Most of a query is made of these kinds, so their copies are written out instead of made by their shapes. What they print
// is what is copied here: another field of such a node has no effect.

type Fields = Readonly<Record<string, unknown>>;
type Leaf = (node: Fields, scope: Scope) => OperationNode;

const made = (fields: { readonly kind: OperationNode['kind'] } & Fields): OperationNode => fields;

const identifier: Leaf = ({ name }, scope) => {
  if (typeof name !== 'string') throw refusal('UNKNOWN_NODE', 'a name that is no string is refused');
  if (name.length * 3 > longestName && !scope.registry.mysqlText && new TextEncoder().encode(name).length > longestName) throw refusal('UNSUPPORTED', `the name "${name}" is longer than ${longestName} bytes: PostgreSQL would cut it`);
  return made({ kind: 'IdentifierNode', name });
};

/** A part that must be of one kind, read by its own leaf. */
const part =
  (kind: string, leaf: Leaf): ((value: unknown, scope: Scope) => OperationNode) =>
  (value, scope) => {
    const given = kindOf(value);
    if (given !== kind) throw refusal('UNKNOWN_NODE', `${given} in the place of ${kind} is not known to be safe, so the query is refused`);
    return leaf(value as Fields, scope);
  };

const name = part('IdentifierNode', identifier);

const schemable: Leaf = (node, scope) => {
  const { schema } = node;
  return made({ kind: 'SchemableIdentifierNode', schema: schema === undefined ? undefined : name(schema, scope), identifier: name(node['identifier'], scope) });
};

const schemableName = part('SchemableIdentifierNode', schemable);

const table: Leaf = (node, scope) => made({ kind: 'TableNode', table: schemableName(node['table'], scope) });

const tableName = part('TableNode', table);

const column: Leaf = (node, scope) => made({ kind: 'ColumnNode', column: name(node['column'], scope) });

const referenceTo =
  (target: (value: unknown, scope: Scope) => OperationNode): Leaf =>
  (node, scope) => {
    const { table: of } = node;
    const column = target(node['column'], scope);
    if (of !== undefined) checkAttribute(column);
    return made({ kind: 'ReferenceNode', column, table: of === undefined ? undefined : tableName(of, scope) });
  };

/** One column: `t.*` would be several, or none, in the place of one. */
const reference = referenceTo(only('ColumnNode'));

const referenceOrAll = referenceTo(only('ColumnNode', 'SelectAllNode'));

/** `t.f` calls `f(t)` in PostgreSQL where `t` has no such column. */
const checkAttribute = (target: OperationNode): void => {
  if (target.kind === 'ColumnNode' && isReadingAttribute((target as ColumnNode).column.name)) throw refusal('FUNCTION', `"${(target as ColumnNode).column.name}" behind a dot may call a function that reads rows`);
};

const value: Leaf = (node) => {
  const { immediate, value: given } = node;
  return immediate === true ? literal(given) : made({ kind: 'ValueNode', value: given });
};

const operator: Leaf = (node, scope) => made({ kind: 'OperatorNode', operator: operatorWord(node['operator'], scope) });

const between = rawOr(rawOperator, ['OperatorNode']);

const binary: Leaf = (node, scope) => made({ kind: 'BinaryOperationNode', leftOperand: expression(node['leftOperand'], scope), operator: between(node['operator'], scope), rightOperand: expression(node['rightOperand'], scope) });

const and: Leaf = (node, scope) => made({ kind: 'AndNode', left: condition(node['left'], scope), right: condition(node['right'], scope) });

const parens: Leaf = (node, scope) => made({ kind: 'ParensNode', node: expression(node['node'], scope) });

const selected: Leaf = (node, scope) => {
  const given = node['selection'];
  const kind = kindOf(given);
  return made({ kind: 'SelectionNode', selection: kind === 'ReferenceNode' ? referenceOrAll(given as Fields, scope) : selection(kind, given as object, scope) });
};

export const leaves: ReadonlyMap<string, Leaf> = new Map([
  ['AndNode', and],
  ['BinaryOperationNode', binary],
  ['ColumnNode', column],
  ['IdentifierNode', identifier],
  ['OperatorNode', operator],
  ['ParensNode', parens],
  ['ReferenceNode', reference],
  ['SchemableIdentifierNode', schemable],
  ['SelectionNode', selected],
  ['TableNode', table],
  ['ValueNode', value],
]);
