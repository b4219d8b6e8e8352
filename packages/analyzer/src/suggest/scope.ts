import { ts } from '#compiler';
import { bindingNames, isFunctionLike } from '../flow/names.ts';

const namesOf = (declarations: readonly { readonly name: ts.BindingName }[]): readonly ts.Identifier[] => declarations.flatMap((d) => bindingNames(d.name));

/** The variables that a statement list gives a value before a position. */
const assignedBefore = (statements: readonly ts.Statement[], position: number): readonly ts.Identifier[] =>
  statements.flatMap((s) => (ts.isVariableStatement(s) && s.end <= position ? namesOf(s.declarationList.declarations.filter((d) => d.initializer)) : []));

const isIn = (node: ts.Node, container: ts.Node): boolean => container.pos <= node.pos && node.end <= container.end;

/** Hoisted, it may be called before what stands above it has run. */
const crossesHoisted = (around: ts.Node, node: ts.Node): boolean => {
  for (let at: ts.Node | undefined = node; at && at !== around; at = at.parent) if (ts.isFunctionDeclaration(at)) return true;
  return false;
};

/** What the construct around gives names to. Parameters have their values in the body. */
const bound = (around: ts.Node, node: ts.Node): readonly ts.Identifier[] => {
  if (isFunctionLike(around)) return around.body && isIn(node, around.body) ? namesOf(around.parameters) : [];
  if (ts.isForOfStatement(around) && ts.isVariableDeclarationList(around.initializer)) return isIn(node, around.statement) ? namesOf(around.initializer.declarations) : [];
  return (ts.isBlock(around) || ts.isSourceFile(around) || ts.isCaseClause(around)) && !crossesHoisted(around, node) ? [...assignedBefore(around.statements, node.pos)].reverse() : [];
};

/** The names that have a value at a node, the nearest first; not those that another declaration hides there. */
export const namesAround = (node: ts.Node, checker: ts.TypeChecker): readonly ts.Identifier[] => {
  const found: ts.Identifier[] = [];
  for (let at: ts.Node | undefined = node; at; at = at.parent) found.push(...bound(at, node));
  if (found.length === 0) return [];
  const meanings = new Map(checker.getSymbolsInScope(node, ts.SymbolFlags.Value).map((s) => [s.name, s] as const));
  return found.filter((n) => {
    const declaration = meanings.get(n.text)?.valueDeclaration;
    return declaration !== undefined && ts.getNameOfDeclaration(declaration) === n;
  });
};
