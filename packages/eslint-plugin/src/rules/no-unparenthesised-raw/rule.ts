import type { TSESTree } from '@typescript-eslint/utils';
import { defineRule } from '../../session/rule.ts';
import type { Types } from '../../session/types.ts';
import { calleeOf, chainOf } from '../../syntax/expression.ts';
import { type Fragment, hasOpenOr, isMendedByParentheses, rawFragment, templateFragment } from './fragment.ts';
import { type Place, placesOf } from './place.ts';

type Surroundings = 'condition' | 'operand' | 'negated';

/** Methods of Kysely that join what they are given with AND, as one argument or in a list. */
const conjunctions: ReadonlySet<string> = new Set(['where', 'having', 'on', 'filterWhere', 'and']);
/** Methods that take a comparison in three arguments. */
const comparisons: ReadonlySet<string> = new Set([...conjunctions, 'or', 'whereRef', 'havingRef', 'onRef', 'filterWhereRef', 'ExpressionBuilder']);

/** What Kysely puts around a fragment that stands at a place. */
const surroundingsOf = (types: Types, { call, index, isListed }: Place): Surroundings | undefined => {
  const callee = calleeOf(call);
  const declared = callee && types.declared(callee.node);
  if (declared?.module !== 'kysely') return undefined;
  if (!isListed && call.arguments.length === 3 && index !== 1) return comparisons.has(declared.name) ? 'operand' : undefined;
  if (index !== 0) return undefined;
  if (declared.name === 'not') return 'negated';
  return conjunctions.has(declared.name) && isListed === (isListed && declared.name === 'and') ? 'condition' : undefined;
};

/** scoped-kysely puts parentheses around every fragment of its queries. */
const isInScopedQuery = (types: Types, node: TSESTree.Node): boolean => {
  const receivers = chainOf(node).map((call) => calleeOf(call)?.receiver);
  if (receivers.some((r) => r && types.handle(r) === 'scoped-kysely')) return true;
  return node.parent ? isInScopedQuery(types, node.parent) : false;
};

export default defineRule({
  id: 'no-unparenthesised-raw',
  description: 'Disallow a raw fragment with an OR outside of parentheses among the conditions of a query',
  messages: {
    condition: 'Kysely puts this OR among the other conditions without parentheses, and AND binds first: rows that satisfy only one side of it are found whatever tenant they belong to.',
    operand: 'Kysely compares this OR without parentheses, so only its nearer side is compared: rows that satisfy the other are found whatever tenant they belong to.',
    negated: 'Kysely negates this OR without parentheses, so only its first side is negated: rows that satisfy the other are found whatever tenant they belong to.',
    parenthesise: 'Put parentheses around the text of the fragment',
  },
  hasSuggestions: true,
  create: (context, { types }) => {
    const { sourceCode } = context;
    const check = (fragment: Fragment): void => {
      const declared = types.declared(fragment.tag);
      if (declared?.module !== 'kysely' || declared.name !== 'Sql') return;
      const found = placesOf(fragment.node, (n) => sourceCode.getScope(n)).flatMap((place) => {
        const surroundings = surroundingsOf(types, place);
        return surroundings && !isInScopedQuery(types, place.call) ? [surroundings] : [];
      });
      const [messageId] = found;
      if (!messageId) return;
      const text = sourceCode.text.slice(...fragment.range);
      const start = fragment.range[0] + text.length - text.trimStart().length;
      const end = fragment.range[1] - text.length + text.trimEnd().length;
      context.report({
        loc: { start: sourceCode.getLocFromIndex(start), end: sourceCode.getLocFromIndex(end) },
        messageId,
        suggest: isMendedByParentheses(fragment)
          ? [{ messageId: 'parenthesise', fix: (fixer) => [fixer.insertTextBeforeRange([start, end], '('), fixer.insertTextAfterRange([start, end], ')')] }]
          : [],
      });
    };
    return {
      TaggedTemplateExpression: (node) => {
        const fragment = templateFragment(node);
        if (hasOpenOr(fragment)) check(fragment);
      },
      CallExpression: (node) => {
        const fragment = rawFragment(node);
        if (fragment && hasOpenOr(fragment)) check(fragment);
      },
    };
  },
});
