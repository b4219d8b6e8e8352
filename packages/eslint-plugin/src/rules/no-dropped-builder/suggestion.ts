import { AST_NODE_TYPES as Kind, TSESLint, type TSESTree } from '@typescript-eslint/utils';
import type { Context } from '../../session/verdicts.ts';
import type { Types } from '../../session/types.ts';
import { dressed } from '../../syntax/expression.ts';
import { definitionsOf } from '../../syntax/scope.ts';

type Definition = TSESLint.Scope.Definition;

/** The one place where a name that may be given another value comes into being. */
const definitionOf = (context: Context, name: TSESTree.Identifier): Definition | undefined => {
  const [only, ...more] = definitionsOf(context.sourceCode, name);
  return more.length === 0 ? only : undefined;
};

const declarationOf = (definition: Definition | undefined): TSESTree.VariableDeclaration | undefined =>
  definition?.node.type === Kind.VariableDeclarator ? definition.node.parent : undefined;

/** Gives what the call returns to the variable that its chain starts from, where the variable's type allows it. */
export const assigned = (context: Context, types: Types, call: TSESTree.CallExpression, start: TSESTree.Node): TSESLint.SuggestionReportDescriptor<string>[] => {
  if (start.type !== Kind.Identifier) return [];
  const definition = definitionOf(context, start);
  const declaration = declarationOf(definition);
  const isOne = definition?.type === TSESLint.Scope.DefinitionType.Parameter || (declaration && (declaration.kind !== 'const' || declaration.declarations.length === 1));
  if (!definition || !isOne || declaration?.declare === true || !types.checker.isTypeAssignableTo(types.of(call), types.of(definition.name))) return [];
  const whole = dressed(call);
  const isStatement = whole.parent?.type === Kind.ExpressionStatement;
  const text = `${start.name} = ${context.sourceCode.getText(whole)}`;
  const write: TSESLint.ReportFixFunction = (fixer) => {
    const assignment = fixer.replaceText(whole, isStatement ? text : `(${text})`);
    if (declaration?.kind !== 'const') return [assignment];
    return [fixer.replaceTextRange([declaration.range[0], declaration.range[0] + 'const'.length], 'let'), assignment];
  };
  return [{ messageId: declaration?.kind === 'const' ? 'assignToLet' : 'assign', data: { name: start.name }, fix: write }];
};
