import type { TSESTree } from '@typescript-eslint/utils';
import { AST_NODE_TYPES as Kind } from '@typescript-eslint/utils';
import ts from 'typescript';
import { defineRule } from '../../session/rule.ts';
import type { Types } from '../../session/types.ts';
import { calleeOf, chainStart } from '../../syntax/expression.ts';
import { droppedBy } from './dropped.ts';
import { builderMethods, conditions } from './methods.ts';
import { assigned } from './suggestion.ts';

/** Builders inside of queries, which the front ends have no handle for. */
const innerBuilders: ReadonlySet<string> = new Set(['JoinBuilder', 'OnConflictBuilder', 'OnConflictUpdateBuilder', 'OnConflictDoNothingBuilder', 'MatchedThenableMergeQueryBuilder', 'NotMatchedThenableMergeQueryBuilder']);

/** A method of a union of builders, which has a type only where all of them agree, returns one all the same. */
const givesBuilder = (types: Types, call: TSESTree.CallExpression, receiver: TSESTree.Node): boolean =>
  isBuilder(types, call) || ((types.of(call).flags & ts.TypeFlags.Any) !== 0 && isBuilder(types, receiver));

const isBuilder = (types: Types, node: TSESTree.Node): boolean => {
  if (types.handle(node) === 'kysely-builder') return true;
  const declared = types.declared(node);
  return declared?.module === 'kysely' && innerBuilders.has(declared.name);
};

/** Whether whoever calls a function takes nothing from it, as `forEach` does. */
const returnsToNobody = (types: Types, node: TSESTree.Node): boolean => {
  const [signature] = types.checker.getContextualType(types.at(node) as ts.Expression)?.getCallSignatures() ?? [];
  return signature !== undefined && (types.checker.getReturnTypeOfSignature(signature).flags & ts.TypeFlags.Void) !== 0;
};

const shown = (text: string): string => (text.length <= 40 && !text.includes('\n') ? text : 'the builder before it');

export default defineRule({
  id: 'no-dropped-builder',
  description: 'Disallow throwing away what a method of a query builder returns, which loses the condition',
  messages: {
    condition: '`.{{method}}(…)` is lost: it returns a new builder, which is thrown away, and `{{name}}` goes on finding the rows that it was to keep out.',
    part: '`.{{method}}(…)` is lost: it returns a new builder, which is thrown away, and `{{name}}` stays as it is.',
    query: 'The query that ends in `.{{method}}(…)` is thrown away: nothing executes it, and what it says is lost.',
    assign: 'Assign what it returns: `{{name}} = …`',
    assignToLet: 'Declare `{{name}}` with `let` and assign what it returns: `{{name}} = …`',
  },
  hasSuggestions: true,
  create: (context, { types }) => {
    const report = (call: TSESTree.CallExpression): void => {
      const callee = calleeOf(call);
      if (!callee?.receiver || !builderMethods.has(callee.name) || !givesBuilder(types, call, callee.receiver)) return;
      const start = chainStart(call);
      const isKept = isBuilder(types, start);
      context.report({
        loc: { start: callee.node.type === Kind.MemberExpression ? callee.node.property.loc.start : call.loc.start, end: call.loc.end },
        messageId: !isKept ? 'query' : conditions.has(callee.name) ? 'condition' : 'part',
        data: { method: callee.name, name: shown(context.sourceCode.getText(start)) },
        suggest: isKept ? assigned(context, types, call, start) : [],
      });
    };
    const check = (node: TSESTree.Node): void => {
      droppedBy(node).forEach(report);
    };
    return {
      ExpressionStatement: check,
      SequenceExpression: check,
      ForStatement: check,
      'UnaryExpression[operator="void"]': check,
      ArrowFunctionExpression: (node) => {
        const dropped = droppedBy(node).filter((call) => builderMethods.has(calleeOf(call)?.name ?? ''));
        if (dropped.length > 0 && returnsToNobody(types, node)) dropped.forEach(report);
      },
    };
  },
});
