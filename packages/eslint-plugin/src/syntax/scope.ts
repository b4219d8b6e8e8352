import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

type Definition = TSESLint.Scope.Definition;

/** Where a name comes into being; none for what the platform provides. */
export const definitionsOf = (sourceCode: Readonly<TSESLint.SourceCode>, name: TSESTree.Identifier): readonly Definition[] => {
  for (let scope: TSESLint.Scope.Scope | null = sourceCode.getScope(name); scope; scope = scope.upper) {
    const found = scope.set.get(name.name);
    if (found) return found.defs;
  }
  return [];
};
