import type { NodeHandle, Signature as NativeSignature, Symbol as NativeSymbol, Type, UnionOrIntersectionType, InterfaceType, LiteralType } from '@typescript/native/sync';
import { Answers } from './answers.ts';
import { type Meaning, type Named, type Property, type Signature, traitsOf, type TypeReader } from '../type-reader.ts';
import type { NativeCompiler } from './compiler.ts';
import { guarded } from './failure.ts';
import type { NodeMap } from './nodes.ts';
import type { NativeSession } from './session.ts';

/** Its own declarations of the language are where the compiler in this process has them. */
const pathOf = ({ path }: NodeHandle): string => path.replace(/^.*\/(lib(\.[\w.]+)?\.d\.ts)$/, (whole, name: string) => (whole.includes('/@typescript/') || whole.startsWith('bundled:') ? `/node_modules/typescript/lib/${name}` : whole));

const namedBy = (symbol: NativeSymbol | undefined): Named | undefined => symbol && { name: symbol.name, files: symbol.declarations.map(pathOf) };

/** Each answer once. */
const memo = <K extends object, V>(answer: (key: K) => V): ((key: K) => V) => {
  const known = new Map<K, V>();
  return (key) => {
    if (!known.has(key)) known.set(key, answer(key));
    return known.get(key) as V;
  };
};

/** Reads the types of TypeScript 7, which runs in a process of its own. */
export const nativeReader = ({ api, program }: NativeSession, nodes: NodeMap, { sync }: NativeCompiler): TypeReader<Type> => {
  const { checker } = program.getProject();
  const { TypeFlags, SymbolFlags, ObjectFlags } = sync;
  const traits = traitsOf(TypeFlags);
  const isAlias = (symbol: NativeSymbol): boolean => (symbol.flags & SymbolFlags.Alias) !== 0;
  const answers = new Answers(checker, api, nodes, isAlias);
  const meaningOf = memo(({ name, declarations, valueDeclaration }: NativeSymbol): Meaning => {
    const others = declarations.filter((d) => d !== valueDeclaration);
    return { name, files: declarations.slice(0, 1).map(pathOf), declarations: [...(valueDeclaration ? [valueDeclaration] : []), ...others].map((d) => nodes.declarationOf(d)) };
  });
  const propertyOf = memo((symbol: NativeSymbol): Property<Type> => ({ name: symbol.name, files: symbol.declarations.map(pathOf), declarations: () => symbol.declarations.map((d) => nodes.declarationOf(d)), type: () => typeOfSymbol(symbol) }));
  const signatureOf = (signature: NativeSignature): Signature<Type> => ({
    declaration: signature.declaration && nodes.declarationOf(signature.declaration),
    returns: () => checker.getReturnTypeOfSignature(signature),
    parameters: () => signature.getParameters().map(typeOfSymbol),
  });
  const typeOfSymbol = memo((symbol: NativeSymbol) => checker.getTypeOfSymbol(symbol));
  const isClassOrInterface = (type: Type): type is InterfaceType => 'objectFlags' in type && ((type.objectFlags as number) & ObjectFlags.ClassOrInterface) !== 0;
  return guarded<TypeReader<Type>>({
    any: () => checker.getAnyType(),
    typeAt: (node) => answers.typeAt(node),
    expectedAt: (node) => checker.getContextualType(nodes.remoteOf(node) as never),
    meaning: (node) => {
      const symbol = answers.symbolAt(node);
      return symbol && meaningOf(symbol);
    },
    local: (node) => {
      const first = answers.localAt(node)?.declarations[0];
      return first && nodes.declarationOf(first);
    },
    traits: (type) => traits(type.flags),
    id: (type) => type.id,
    literal: (type) => (type.flags & (TypeFlags.StringLiteral | TypeFlags.NumberLiteral | TypeFlags.BooleanLiteral) ? ((type as LiteralType).value as string | number | boolean) : undefined),
    members: memo((type) => (type.flags & TypeFlags.UnionOrIntersection ? (type as UnionOrIntersectionType).getTypes() : [])),
    constraint: memo((type) => checker.getBaseConstraintOfType(type)),
    bases: memo((type) => {
      const target = type.isTypeReference() ? type.getTarget() : type;
      return isClassOrInterface(target) ? checker.getBaseTypes(target) : [];
    }),
    named: memo((type) => namedBy(type.getSymbol())),
    alias: memo((type) => namedBy(type.getAliasSymbol())),
    aliasArguments: memo((type) => (type.getAliasSymbol() ? type.getAliasTypeArguments() : [])),
    nonNullable: memo((type) => checker.getNonNullableType(type)),
    awaited: memo((type) => checker.getAwaitedType(type)),
    element: memo((type) => (checker.isArrayLikeType(type) ? type.getNumberIndexType() : undefined)),
    property: (type, name) => {
      const found = type.getProperty(name);
      return found && propertyOf(found);
    },
    isIndexed: memo((type) => type.getStringIndexType() !== undefined),
    properties: memo((type) => checker.getPropertiesOfType(type).map(propertyOf)),
    signatures: memo((type) => type.getCallSignatures().map(signatureOf)),
    isAssignable: (from, to) => checker.isTypeAssignableTo(from, to),
    prepare: (code) => { answers.prepare(code); },
  });
};
