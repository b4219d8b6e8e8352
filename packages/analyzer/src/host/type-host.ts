import { ts } from '#compiler';
import { frontEnds } from '../frontend/registry.ts';
import { createAlikeFinder } from './alike.ts';
import { type Cast, forgedFrom, type Wish } from './cast.ts';
import { createHandleFinder, type HandleKind } from './handle.ts';
import { givesAnswer, isSignature } from './signature.ts';

interface Imported {
  /** `kysely`, `kysely/helpers/postgres`, `pg`. */
  readonly module: string;
  readonly name: string;
}

interface Alias {
  readonly name: string;
  readonly module?: string | undefined;
}

/** The few questions that need types. Everything else is read off the syntax. */
export interface TypeHost {
  readonly handle: (node: ts.Node) => HandleKind | undefined;
  /** The handle that a value is which came into being at a node: what a promise there resolves to, what a list there holds. */
  readonly origin: (node: ts.Node) => HandleKind | undefined;
  /** The handle that a value is meant to be whose type is the project's own, told by a method of it. */
  readonly alike: (node: ts.Node, method: string) => HandleKind | undefined;
  /** Whether the project itself says that something can be called and gives an answer, and has no code for it there. */
  readonly isWritten: (node: ts.Node) => boolean;
  /** The handle that is expected where an expression stands. */
  readonly expected: (node: ts.Expression) => HandleKind | undefined;
  /** The package that declares a member of the type of a node, or of what a promise there resolves to. */
  readonly memberModule: (node: ts.Node, name: string) => string | undefined;
  /** The aliases that the type of a node is written with, from the outside in, and the packages that declare them; of a literal its text. */
  readonly aliases: (node: ts.Node) => readonly Alias[];
  readonly isAny: (node: ts.Node) => boolean;
  /** Whether a value, or what it resolves to or holds a list of, is of type any. */
  readonly holdsAny: (node: ts.Node) => boolean;
  /** Whether the type says nothing of where a value comes from: any, unknown, text, a number. */
  readonly isPlain: (node: ts.Node) => boolean;
  /** The symbol a name means, imports and re-exports followed. */
  readonly symbol: (node: ts.Node) => ts.Symbol | undefined;
  /** What the import of a name says, whether it is found or not: `{ module: 'node:fs', name: 'readFileSync' }`, with `*` for all of it. */
  readonly source: (node: ts.Node) => Imported | undefined;
  readonly imported: (symbol: ts.Symbol) => Imported | undefined;
  /** The literals an expression's type consists of; undefined when it has anything else. */
  readonly literals: (node: ts.Node) => readonly (string | number | boolean)[] | undefined;
  readonly mayBeNull: (node: ts.Node) => boolean;
  readonly mayBeUndefined: (node: ts.Node) => boolean;
  /** Whether the project's own compiler keeps null and undefined out of what does not allow them. */
  readonly strictNulls: boolean;
  /** Whether a property of a declared type may be null or undefined. */
  readonly memberMayBeMissing: (type: ts.TypeNode, name: string) => boolean;
  /** What a cast makes a value of a configured type of, when it was none before. */
  readonly forgedFrom: (cast: Cast, wish: Wish) => ts.Expression | undefined;
  /** Names of a type, its aliases and its parts, without null and undefined. */
  readonly typeNames: (node: ts.Node) => readonly string[];
  /** Whether the type of an expression declares a property, or allows any. */
  readonly hasProperty: (node: ts.Node, name: string) => boolean;
  readonly isFunction: (node: ts.Node) => boolean;
  /** The project's own functions whose type an expression has. What it holds may be another with the same type. */
  readonly typedAs: (node: ts.Node) => readonly ts.FunctionLikeDeclaration[];
  readonly isNumber: (node: ts.Node) => boolean;
  /** A number that is equal for equal types. */
  readonly typeId: (node: ts.Node) => number;
}

const literalOf = (type: ts.Type, checker: ts.TypeChecker): string | number | boolean | undefined => {
  if (type.isStringLiteral() || type.isNumberLiteral()) return type.value;
  if (type.flags & ts.TypeFlags.BooleanLiteral) return checker.typeToString(type) === 'true';
  return undefined;
};

const literalsOf = (type: ts.Type, checker: ts.TypeChecker): readonly (string | number | boolean)[] | undefined => {
  const constraint = type.flags & ts.TypeFlags.TypeParameter ? checker.getBaseConstraintOfType(type) : type;
  if (!constraint) return undefined;
  const members = constraint.isUnion() ? constraint.types : [constraint];
  const found = members.map((m) => literalOf(m, checker));
  return found.length <= 64 && found.every((f) => f !== undefined) ? found : undefined;
};

const namesOf = (type: ts.Type, into: Set<string>, checker: ts.TypeChecker, depth = 0): void => {
  if (type.aliasSymbol) into.add(type.aliasSymbol.name);
  if (type.symbol && type.symbol.name !== '__type') into.add(type.symbol.name);
  if (depth < 4 && type.isUnionOrIntersection()) for (const t of type.types) namesOf(t, into, checker, depth + 1);
  const target = (type as ts.TypeReference).target ?? type;
  if (depth < 4 && target.isClassOrInterface()) for (const base of checker.getBaseTypes(target)) namesOf(base, into, checker, depth + 1);
};

/** Aliases with aliases as arguments: `Omit<Extended<TypeMap, 'Order'>, 'close'>`. */
const aliasesOf = (type: ts.Type, moduleIn: (s: ts.Symbol) => string | undefined, depth = 0): readonly Alias[] => {
  if (type.isStringLiteral()) return [{ name: type.value }];
  const { aliasSymbol: alias } = type;
  if (!alias) return [];
  const inner = depth < 3 ? (type.aliasTypeArguments ?? []) : [];
  return [{ name: alias.name, module: moduleIn(alias) }, ...inner.flatMap((t) => aliasesOf(t, moduleIn, depth + 1))];
};

/** The name a declaration gives its type; an alias of an alias keeps only the inner name in the type itself. */
const annotationOf = (declaration: ts.Declaration | undefined): string | undefined => {
  if (!declaration || !(ts.isParameter(declaration) || ts.isVariableDeclaration(declaration) || ts.isPropertySignature(declaration) || ts.isPropertyDeclaration(declaration))) return undefined;
  const { type } = declaration;
  return type && ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName) ? type.typeName.text : undefined;
};

const hasBody = (declaration: ts.Node | undefined): declaration is ts.FunctionLikeDeclaration =>
  declaration !== undefined && 'body' in declaration && declaration.body !== undefined && !declaration.getSourceFile().isDeclarationFile;

const moduleOf = (fileName: string): string | undefined => {
  for (const f of frontEnds) {
    const module = f.moduleOf?.(fileName);
    if (module !== undefined) return module;
  }
  if (!fileName.includes('/node_modules/')) return undefined;
  const inside = fileName.slice(fileName.lastIndexOf('/node_modules/') + '/node_modules/'.length);
  return inside.replace(/^@types\//, '').split('/', inside.startsWith('@') && !inside.startsWith('@types/') ? 2 : 1).join('/');
};

const sourceOf = (declaration: ts.Declaration | undefined): Imported | undefined => {
  if (!declaration) return undefined;
  const statement = ts.isImportSpecifier(declaration) ? declaration.parent.parent.parent : ts.isNamespaceImport(declaration) ? declaration.parent.parent : ts.isImportClause(declaration) ? declaration.parent : undefined;
  if (!statement || !ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return undefined;
  const name = ts.isImportSpecifier(declaration) ? (declaration.propertyName ?? declaration.name).text : ts.isNamespaceImport(declaration) ? '*' : 'default';
  return { module: statement.moduleSpecifier.text, name };
};

export const createTypeHost = (checker: ts.TypeChecker, strictNulls: boolean): TypeHost => {
  const handleOf = createHandleFinder(checker);
  const alikeOf = createAlikeFinder(checker);
  const types = new Map<ts.Node, ts.Type>();
  const typeOf = (node: ts.Node): ts.Type => {
    let type = types.get(node);
    // A node the analysis made up belongs to no file.
    if (!type) types.set(node, (type = node.pos < 0 ? checker.getAnyType() : checker.getTypeAtLocation(node)));
    return type;
  };
  const has = (node: ts.Node, flags: ts.TypeFlags): boolean => {
    const type = typeOf(node);
    if (type.flags & (flags | ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return true;
    if (type.isUnion()) return type.types.some((t) => t.flags & flags);
    if (type.flags & ts.TypeFlags.TypeParameter) {
      const constraint = checker.getBaseConstraintOfType(type);
      return !constraint || (constraint.flags & (flags | ts.TypeFlags.Unknown)) !== 0 || (constraint.isUnion() && constraint.types.some((t) => t.flags & flags));
    }
    return false;
  };
  /** What extends a type that is not read may be anything, too. */
  const isAny = (type: ts.Type): boolean =>
    (type.flags & ts.TypeFlags.Any) !== 0 || ((type.flags & ts.TypeFlags.TypeParameter) !== 0 && ((checker.getBaseConstraintOfType(type)?.flags ?? 0) & ts.TypeFlags.Any) !== 0);
  const symbol = (node: ts.Node): ts.Symbol | undefined => {
    const shorthand = ts.isShorthandPropertyAssignment(node.parent) && node.parent.name === node;
    const found = shorthand ? checker.getShorthandAssignmentValueSymbol(node.parent) : checker.getSymbolAtLocation(node);
    return found && found.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(found) : found;
  };
  const typeNames = (node: ts.Node): readonly string[] => {
    const names = new Set<string>();
    namesOf(checker.getNonNullableType(typeOf(node)), names, checker);
    const written = annotationOf(symbol(node)?.valueDeclaration);
    if (written !== undefined) names.add(written);
    return [...names];
  };
  const resolved = (node: ts.Node): ts.Type => checker.getAwaitedType(typeOf(node)) ?? typeOf(node);
  /** What a promise resolves to, what a list holds. */
  const held = (node: ts.Node): ts.Type => {
    const type = resolved(node);
    return (checker.isArrayLikeType(type) ? type.getNumberIndexType() : undefined) ?? type;
  };
  const declaringModule = (s: ts.Symbol): string | undefined => {
    const file = s.declarations?.[0]?.getSourceFile().fileName;
    return file === undefined ? undefined : moduleOf(file);
  };
  return {
    handle: (node) => handleOf(typeOf(node)),
    origin: (node) => handleOf(held(node)),
    isWritten: (node) => {
      const signatures = checker.getNonNullableType(typeOf(node)).getCallSignatures();
      return signatures.every((s) => isSignature(s.declaration)) && signatures.some((s) => givesAnswer(s, checker));
    },
    alike: (node, method) => alikeOf(typeOf(node), method),
    holdsAny: (node) => isAny(typeOf(node)) || isAny(held(node)),
    expected: (node) => {
      const type = checker.getContextualType(node);
      return type && handleOf(type);
    },
    memberModule: (node, name) => {
      const member = checker.getNonNullableType(resolved(node)).getProperty(name);
      return member && declaringModule(member);
    },
    aliases: (node) => aliasesOf(checker.getNonNullableType(resolved(node)), declaringModule),
    isPlain: (node) => (typeOf(node).flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.Never)) !== 0,
    isAny: (node) => isAny(typeOf(node)),
    symbol,
    strictNulls,
    source: (node) => sourceOf(checker.getSymbolAtLocation(node)?.declarations?.[0]),
    imported: (s) => {
      const module = declaringModule(s);
      return module === undefined ? undefined : { module, name: s.name };
    },
    literals: (node) => literalsOf(typeOf(node), checker),
    mayBeNull: (node) => has(node, ts.TypeFlags.Null),
    mayBeUndefined: (node) => has(node, ts.TypeFlags.Undefined | ts.TypeFlags.Void),
    memberMayBeMissing: (node, name) => {
      const declared = checker.getTypeFromTypeNode(node);
      const type = checker.getAwaitedType(declared) ?? declared;
      const property = type.getProperty(name);
      if (!property) return true;
      const missing = ts.TypeFlags.Null | ts.TypeFlags.Undefined | ts.TypeFlags.Any | ts.TypeFlags.Unknown;
      const held = checker.getTypeOfSymbol(property);
      return (held.isUnion() ? held.types : [held]).some((t) => t.flags & missing);
    },
    typeNames,
    forgedFrom: (cast, wish) => forgedFrom(cast, wish, { checker, typeOf, typeNames }),
    hasProperty: (node, name) => typeOf(node).getProperty(name) !== undefined || typeOf(node).getStringIndexType() !== undefined,
    isFunction: (node) => typeOf(node).getCallSignatures().length > 0,
    typedAs: (node) => typeOf(node).getCallSignatures().flatMap(({ declaration }) => (hasBody(declaration) ? [declaration] : [])),
    isNumber: (node) => (checker.getNonNullableType(typeOf(node)).flags & ts.TypeFlags.NumberLike) !== 0,
    typeId: (node) => (typeOf(node) as ts.Type & { readonly id: number }).id,
  };
};
