import { ts } from '#compiler';
import { frontEnds } from '../frontend/registry.ts';
import { forgeryFinder } from './cast.ts';
import { createAlikeFinder } from './alike.ts';
import { createHandleFinder } from './handle.ts';
import { givesAnswer, isSignature } from './signature.ts';
import type { Alias, Imported, Shape, TypeHost } from './type-host.ts';
import { type Meaning, type Named, trait, type TypeReader } from './type-reader.ts';

const literalsOf = <T extends object>(type: T, reader: TypeReader<T>): readonly (string | number | boolean)[] | undefined => {
  const constraint = reader.traits(type) & trait.parameter ? reader.constraint(type) : type;
  if (!constraint) return undefined;
  const members = reader.traits(constraint) & trait.union ? reader.members(constraint) : [constraint];
  if (members.length > 64) return undefined;
  const found = members.map((m) => reader.literal(m));
  // The compiler's order is that in which it came across them.
  return found.every((f) => f !== undefined) ? found.toSorted((a, b) => (`${typeof a} ${a}` < `${typeof b} ${b}` ? -1 : 1)) : undefined;
};

const namesOf = <T extends object>(type: T, into: Set<string>, reader: TypeReader<T>, depth = 0): void => {
  const alias = reader.alias(type);
  if (alias) into.add(alias.name);
  const named = reader.named(type);
  if (named && named.name !== '__type') into.add(named.name);
  if (depth >= 4) return;
  for (const t of reader.members(type)) namesOf(t, into, reader, depth + 1);
  for (const base of reader.bases(type)) namesOf(base, into, reader, depth + 1);
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

const declaringModule = (named: Named | undefined): string | undefined => {
  const file = named?.files[0];
  return file === undefined ? undefined : moduleOf(file);
};

const importedAs = (named: Named | undefined): Imported | undefined => {
  const module = declaringModule(named);
  return named && module !== undefined ? { module, name: named.name } : undefined;
};

/** Aliases with aliases as arguments: `Omit<Extended<TypeMap, 'Order'>, 'close'>`. */
const aliasesOf = <T extends object>(type: T, reader: TypeReader<T>, depth = 0): readonly Alias[] => {
  const literal = reader.literal(type);
  if (typeof literal === 'string') return [{ name: literal }];
  const alias = reader.alias(type);
  if (!alias) return [];
  const inner = depth < 3 ? reader.aliasArguments(type) : [];
  return [{ name: alias.name, module: declaringModule(alias) }, ...inner.flatMap((t) => aliasesOf(t, reader, depth + 1))];
};

/** What an import says. */
const sourceOf = (declaration: ts.Declaration | undefined): Imported | undefined => {
  if (!declaration) return undefined;
  const statement = ts.isImportSpecifier(declaration) ? declaration.parent.parent.parent : ts.isNamespaceImport(declaration) ? declaration.parent.parent : ts.isImportClause(declaration) ? declaration.parent : undefined;
  if (!statement || !ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return undefined;
  const name = ts.isImportSpecifier(declaration) ? (declaration.propertyName ?? declaration.name).text : ts.isNamespaceImport(declaration) ? '*' : 'default';
  return { module: statement.moduleSpecifier.text, name };
};

const missing = trait.null | trait.undefined | trait.any | trait.unknown;

/** Answers from what a compiler knows of types. */
export const createQuestions = <T extends object>(reader: TypeReader<T>, strictNulls: boolean): TypeHost => {
  const handleOf = createHandleFinder(reader);
  const alikeOf = createAlikeFinder(reader);
  const types = new Map<ts.Node, T>();
  const typeOf = (node: ts.Node): T => {
    let type = types.get(node);
    // A node the analysis made up belongs to no file.
    if (!type) types.set(node, (type = node.pos < 0 ? reader.any() : reader.typeAt(node)));
    return type;
  };
  const is = (type: T, traits: number): boolean => (reader.traits(type) & traits) !== 0;
  const alternatives = (type: T): readonly T[] => (is(type, trait.union) ? reader.members(type) : [type]);
  const has = (node: ts.Node, traits: number): boolean => {
    const type = typeOf(node);
    if (is(type, traits | trait.any | trait.unknown)) return true;
    if (is(type, trait.union)) return reader.members(type).some((t) => is(t, traits));
    if (!is(type, trait.parameter)) return false;
    const constraint = reader.constraint(type);
    return !constraint || is(constraint, traits | trait.unknown) || (is(constraint, trait.union) && reader.members(constraint).some((t) => is(t, traits)));
  };
  const meanings = new Map<ts.Node, Meaning | undefined>();
  const meaningOf = (node: ts.Node): Meaning | undefined => {
    if (!meanings.has(node)) meanings.set(node, node.pos < 0 ? undefined : reader.meaning(node));
    return meanings.get(node);
  };
  const declarations = (node: ts.Node): readonly ts.Declaration[] => meaningOf(node)?.declarations ?? [];
  const typeNames = (node: ts.Node): readonly string[] => {
    const names = new Set<string>();
    namesOf(reader.nonNullable(typeOf(node)), names, reader);
    const written = annotationOf(declarations(node)[0]);
    if (written !== undefined) names.add(written);
    return [...names];
  };
  const resolved = (node: ts.Node): T => reader.awaited(typeOf(node)) ?? typeOf(node);
  /** What a promise resolves to, what a list holds. */
  const held = (node: ts.Node): T => {
    const type = resolved(node);
    return reader.element(type) ?? type;
  };
  /** What extends a type that is not read may be anything, too. */
  const isAny = (type: T): boolean => {
    if (is(type, trait.any)) return true;
    const constraint = is(type, trait.parameter) ? reader.constraint(type) : undefined;
    return constraint !== undefined && is(constraint, trait.any);
  };
  const mayBeMissing = (type: T): boolean => alternatives(type).some((t) => is(t, missing));
  const shapeOf = (type: T): Shape => ({
    isOpen: is(type, trait.parameter | trait.any),
    mayBeMissing: mayBeMissing(type),
    files: [reader.named(type), reader.alias(type)].flatMap((n) => n?.files ?? []),
    properties: () => reader.properties(type).map((p) => ({ name: p.name, shape: shapeOf(p.type()) })),
    property: (name) => {
      const found = reader.property(type, name);
      return found && shapeOf(found.type());
    },
  });
  return {
    handle: (node) => handleOf(typeOf(node)),
    origin: (node) => handleOf(held(node)),
    isWritten: (node) => {
      const signatures = reader.signatures(reader.nonNullable(typeOf(node)));
      return signatures.every((s) => isSignature(s.declaration)) && signatures.some((s) => givesAnswer(s, reader));
    },
    alike: (node, method) => alikeOf(typeOf(node), method),
    holdsAny: (node) => isAny(typeOf(node)) || isAny(held(node)),
    expected: (node) => {
      const type = reader.expectedAt(node);
      return type && handleOf(type);
    },
    memberModule: (node, name) => declaringModule(reader.property(reader.nonNullable(resolved(node)), name)),
    aliases: (node) => aliasesOf(reader.nonNullable(resolved(node)), reader),
    isPlain: (node) => is(typeOf(node), trait.any | trait.unknown | trait.textLike | trait.numberLike | trait.never),
    isAny: (node) => isAny(typeOf(node)),
    source: (node) => sourceOf(reader.local(node)),
    declarations,
    imported: (node) => importedAs(meaningOf(node)),
    typeImported: (node) => {
      const type = typeOf(node);
      for (const part of is(type, trait.union | trait.intersection) ? reader.members(type) : [type]) {
        const found = importedAs(reader.named(is(part, trait.parameter) ? (reader.constraint(part) ?? part) : part));
        if (found) return found;
      }
      return undefined;
    },
    strictNulls,
    literals: (node) => literalsOf(typeOf(node), reader),
    mayBeNull: (node) => has(node, trait.null),
    mayBeUndefined: (node) => has(node, trait.undefined | trait.void),
    memberMayBeMissing: (node, name) => {
      const property = reader.property(resolved(node), name);
      return !property || mayBeMissing(property.type());
    },
    typeNames,
    forgedFrom: forgeryFinder(reader, typeOf, typeNames),
    hasProperty: (node, name) => reader.property(typeOf(node), name) !== undefined || reader.isIndexed(typeOf(node)),
    isFunction: (node) => reader.signatures(typeOf(node)).length > 0,
    typedAs: (node) => reader.signatures(typeOf(node)).map((s) => s.declaration).filter(hasBody),
    isNumber: (node) => is(reader.nonNullable(typeOf(node)), trait.numberLike),
    typeId: (node) => reader.id(typeOf(node)),
    prepare: (code) => reader.prepare?.(code),
    shape: (node) => shapeOf(typeOf(node)),
  };
};
