import { AST_NODE_TYPES as Kind, TSESLint, type TSESTree } from '@typescript-eslint/utils';
import type { Types } from '../../session/types.ts';
import { bare } from '../../syntax/expression.ts';
import { definitionsOf } from '../../syntax/scope.ts';

const clients: Readonly<Record<string, string>> = { kysely: 'a plain Kysely', pg: 'a client of pg' };

/** What the platform provides, such as `Map`, is not declared in the file. */
const isDeclaredHere = (sourceCode: Readonly<TSESLint.SourceCode>, callee: TSESTree.Node): boolean =>
  callee.type !== Kind.Identifier || definitionsOf(sourceCode, callee).length > 0;

/** What `new …` makes, if it is a client: also of a class that extends one. */
export const madeByNew = (types: Types, sourceCode: Readonly<TSESLint.SourceCode>, node: TSESTree.NewExpression): string | undefined =>
  isDeclaredHere(sourceCode, node.callee) ? clients[types.handle(node) ?? ''] : undefined;

const isImport = (definition: TSESLint.Scope.Definition): boolean => {
  if (definition.type === TSESLint.Scope.DefinitionType.ImportBinding) return true;
  const init = definition.node.type === Kind.VariableDeclarator ? definition.node.init : null;
  if (init?.type === Kind.AwaitExpression) return true;
  return init?.type === Kind.CallExpression && init.callee.type === Kind.Identifier && init.callee.name === 'require';
};

const mayBeImported = (sourceCode: Readonly<TSESLint.SourceCode>, callee: TSESTree.Node): boolean => {
  if (callee.type === Kind.Identifier) return definitionsOf(sourceCode, callee).some(isImport);
  return callee.type === Kind.MemberExpression && callee.property.type === Kind.Identifier && callee.property.name === 'default';
};

/** What a call makes, if it is `postgres()` of postgres.js. */
export const madeByCall = (types: Types, sourceCode: Readonly<TSESLint.SourceCode>, node: TSESTree.CallExpression): string | undefined => {
  const callee = bare(node.callee);
  if (!mayBeImported(sourceCode, callee)) return undefined;
  const declared = types.declared(callee);
  return declared?.module === 'postgres' && declared.name === 'postgres' ? 'a client of postgres.js' : undefined;
};
