import type { TSESTree } from '@typescript-eslint/utils';
import { AST_NODE_TYPES as Kind } from '@typescript-eslint/utils';
import { defineRule } from '../../session/rule.ts';
import { bare, calleeOf, stringOf } from '../../syntax/expression.ts';
import { tenantColumns } from './columns.ts';
import { type MissingValue, missingValues } from './missing.ts';
import { missingInObject } from './objects.ts';

type Place = 'filter' | 'row' | 'change';

/** Methods that take an object with columns, and what becomes of a key whose value is missing. */
const objects: ReadonlyMap<string, Place> = new Map([
  ['and', 'filter'],
  ['values', 'row'],
  ['thenInsertValues', 'row'],
  ['set', 'change'],
  ['doUpdateSet', 'change'],
  ['thenUpdateSet', 'change'],
  ['onDuplicateKeyUpdate', 'change'],
]);

/** Methods that take a column, an operator and a value. */
const comparisons: ReadonlySet<string> = new Set(['where', 'having', 'on', 'filterWhere', 'and', 'or', 'ExpressionBuilder', 'whenMatchedAnd', 'whenNotMatchedAnd']);

/** The objects that an argument holds: itself, the rows of a list, what a callback returns. */
const objectsIn = (node: TSESTree.Node): readonly TSESTree.Node[] => {
  const at = bare(node);
  if (at.type === Kind.ArrayExpression) return at.elements.flatMap((e) => (e && e.type !== Kind.SpreadElement ? objectsIn(e) : []));
  if (at.type === Kind.ArrowFunctionExpression) return at.body.type === Kind.BlockStatement ? [] : objectsIn(at.body);
  const callee = at.type === Kind.CallExpression ? calleeOf(at) : undefined;
  const [first] = callee?.name === 'map' && at.type === Kind.CallExpression ? at.arguments : [];
  return first ? objectsIn(first) : [at];
};

/** Whether an operator finds NULL, as `=` does not. */
const findsNull = (operator: TSESTree.Node | undefined): boolean => stringOf(operator)?.startsWith('is') === true;

export default defineRule({
  id: 'no-nullable-tenant',
  description: 'Disallow a tenant that may be null or undefined where the tenant column is compared or set',
  messages: {
    filterUndefined: '`{{text}}` may be undefined: Kysely then leaves the key out, the filter disappears, and the rows of every tenant are found.',
    filterNull: '`{{text}}` may be null: Kysely then asks for `is null`, and the rows that belong to no tenant are found.',
    found: '`{{text}}` may be {{missing}}: the condition then asks for rows without a tenant, and finds them.',
    compared: '`{{text}}` may be {{missing}}: NULL is sent, which equals no tenant, and nothing is found.',
    rowUndefined: '`{{text}}` may be undefined: Kysely then leaves the column out, and the row is inserted without its tenant.',
    rowNull: '`{{text}}` may be null: the row then belongs to no tenant.',
    changeUndefined: '`{{text}}` may be undefined: Kysely then leaves the column out, and the rows keep the tenant they have.',
    changeNull: '`{{text}}` may be null: the rows are then taken from their tenant and belong to nobody.',
  },
  create: (context, { types, model }) => {
    if (!types.strictNulls) return {};
    const columns = tenantColumns(model, types.trust.tenantColumns);
    const report = (messageOf: (missing: MissingValue['missing']) => string, found: readonly MissingValue[]): void => {
      for (const { node, missing } of found) context.report({ node, messageId: messageOf(missing), data: { missing, text: context.sourceCode.getText(node) } });
    };
    const isOfKysely = (node: TSESTree.Node, names: { readonly has: (name: string) => boolean }): boolean => {
      const declared = types.declared(node);
      return declared?.module === 'kysely' && names.has(declared.name);
    };
    const checkComparison = (call: TSESTree.CallExpression, callee: TSESTree.Node): void => {
      const [column, operator, value] = call.arguments;
      const name = stringOf(column);
      if (name === undefined || !value || !columns.mayBe(name)) return;
      const found = missingValues(types, value);
      if (found.length > 0 && columns.is(name, call) && isOfKysely(callee, comparisons)) report(() => (findsNull(operator) ? 'found' : 'compared'), found);
    };
    const checkValue = (call: TSESTree.CallExpression, callee: TSESTree.Node): void => {
      const [column, value] = call.arguments;
      const name = stringOf(column);
      if (name === undefined || !value || !columns.mayBe(name) || !columns.is(name, call) || !isOfKysely(callee, objects)) return;
      report((missing) => (missing === 'null' ? 'changeNull' : 'changeUndefined'), missingValues(types, value));
    };
    const checkObject = (call: TSESTree.CallExpression, callee: TSESTree.Node, object: TSESTree.Node): void => {
      const isTenant = (key: string): boolean => columns.mayBe(key) && columns.is(key, call);
      // What a patch leaves out stays as it is, but what a filter leaves out is not asked for: there types count too.
      const found = missingInObject(types, object, isTenant);
      const place = found.length > 0 && isOfKysely(callee, objects) ? objects.get(types.declared(callee)?.name ?? '') : undefined;
      if (place) report((m) => `${place}${m === 'null' ? 'Null' : 'Undefined'}`, found.filter((f) => place === 'filter' || !f.isByType));
    };
    return {
      CallExpression: (call) => {
        const callee = calleeOf(call);
        const [first] = call.arguments;
        if (!callee || !first) return;
        if (call.arguments.length === 3) checkComparison(call, callee.node);
        else if (call.arguments.length === 2 && callee.name === 'set') checkValue(call, callee.node);
        // `and`, taken out of the expression builder, may have any name.
        else if (objects.has(callee.name)) for (const object of objectsIn(first)) checkObject(call, callee.node, object);
        else if (!callee.receiver && bare(first).type === Kind.ObjectExpression) checkObject(call, callee.node, bare(first));
      },
    };
  },
});
