import { ts } from '#compiler';
import { type Meaning, type Named, type Property, type Signature, traitsOf, type TypeReader } from './type-reader.ts';

const namedBy = (symbol: ts.Symbol | undefined): Named | undefined =>
  symbol && { name: symbol.name, files: symbol.declarations?.map((d) => d.getSourceFile().fileName) ?? [] };

const inOrder = ({ valueDeclaration, declarations = [] }: ts.Symbol): readonly ts.Declaration[] =>
  valueDeclaration === undefined || declarations[0] === valueDeclaration ? declarations : [valueDeclaration, ...declarations.filter((d) => d !== valueDeclaration)];

/** Reads the types of a program of this process. */
export const checkerReader = (checker: ts.TypeChecker): TypeReader<ts.Type> => {
  const traits = traitsOf(ts.TypeFlags);
  const symbolAt = (node: ts.Node): ts.Symbol | undefined => {
    const shorthand = ts.isShorthandPropertyAssignment(node.parent) && node.parent.name === node;
    const found = shorthand ? checker.getShorthandAssignmentValueSymbol(node.parent) : checker.getSymbolAtLocation(node);
    return found && found.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(found) : found;
  };
  const meaningOf = (symbol: ts.Symbol): Meaning => ({ name: symbol.name, files: symbol.declarations?.slice(0, 1).map((d) => d.getSourceFile().fileName) ?? [], declarations: inOrder(symbol) });
  const propertyOf = (symbol: ts.Symbol): Property<ts.Type> => ({
    name: symbol.name,
    files: symbol.declarations?.map((d) => d.getSourceFile().fileName) ?? [],
    declarations: () => symbol.declarations ?? [],
    type: () => checker.getTypeOfSymbol(symbol),
  });
  const signatureOf = (signature: ts.Signature): Signature<ts.Type> => ({
    declaration: signature.declaration,
    returns: () => signature.getReturnType(),
    parameters: () => signature.parameters.map((p) => checker.getTypeOfSymbol(p)),
  });
  return {
    any: () => checker.getAnyType(),
    typeAt: (node) => checker.getTypeAtLocation(node),
    expectedAt: (node) => checker.getContextualType(node),
    meaning: (node) => {
      const symbol = symbolAt(node);
      return symbol && meaningOf(symbol);
    },
    local: (node) => checker.getSymbolAtLocation(node)?.declarations?.[0],
    traits: (type) => traits(type.flags),
    id: (type) => (type as ts.Type & { readonly id: number }).id,
    literal: (type) => {
      if (type.isStringLiteral() || type.isNumberLiteral()) return type.value;
      return type.flags & ts.TypeFlags.BooleanLiteral ? checker.typeToString(type) === 'true' : undefined;
    },
    members: (type) => (type.isUnionOrIntersection() ? type.types : []),
    constraint: (type) => checker.getBaseConstraintOfType(type),
    bases: (type) => {
      const target = (type as ts.TypeReference).target ?? type;
      return target.isClassOrInterface() ? checker.getBaseTypes(target) : [];
    },
    named: (type) => namedBy(type.symbol),
    alias: (type) => namedBy(type.aliasSymbol),
    aliasArguments: (type) => type.aliasTypeArguments ?? [],
    nonNullable: (type) => checker.getNonNullableType(type),
    awaited: (type) => checker.getAwaitedType(type),
    element: (type) => (checker.isArrayLikeType(type) ? type.getNumberIndexType() : undefined),
    property: (type, name) => {
      const found = type.getProperty(name);
      return found && propertyOf(found);
    },
    isIndexed: (type) => type.getStringIndexType() !== undefined,
    properties: (type) => checker.getPropertiesOfType(type).map(propertyOf),
    signatures: (type) => type.getCallSignatures().map(signatureOf),
    isAssignable: (from, to) => checker.isTypeAssignableTo(from, to),
  };
};
