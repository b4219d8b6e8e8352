import type { FileTypes, HandleKind } from '@tenantscope/analyzer/file';
import type { TSESTree } from '@typescript-eslint/utils';
import type ts from 'typescript';
import type { TypedFile } from './typed.ts';

/** A declaration of a package: `where` of `kysely`, under whatever name it is used. */
interface Declared {
  readonly module: string;
  readonly name: string;
}

/** What types say of the nodes of a linted file. */
export interface Types {
  readonly checker: ts.TypeChecker;
  readonly trust: FileTypes['trust'];
  /** Whether the compiler keeps null and undefined out of what does not allow them. */
  readonly strictNulls: boolean;
  readonly at: (node: TSESTree.Node) => ts.Node;
  readonly of: (node: TSESTree.Node) => ts.Type;
  readonly handle: (node: TSESTree.Node) => HandleKind | undefined;
  /** The package's declaration that the type of an expression comes from; of a method, the method. */
  readonly declared: (node: TSESTree.Node) => Declared | undefined;
  /** Names of the type of an expression, as `tenant.types` has them. */
  readonly names: (node: TSESTree.Node) => readonly string[];
  /** What a cast makes a trusted value of, where none may be made: its text, and the name of the type. */
  readonly forgery: (cast: TSESTree.TSAsExpression | TSESTree.TSTypeAssertion) => { readonly text: string; readonly type: string } | undefined;
}

/** The analyzer takes what any compiler made; its types are those of the one that it carries. */
const foreign = (made: unknown): never => made as never;

export const createTypes = ({ program, services }: TypedFile, { host, trust, forgery }: FileTypes): Types => {
  const checker = program.getTypeChecker();
  const at = (node: TSESTree.Node): ts.Node => services.esTreeNodeToTSNodeMap.get(node);
  const of = (node: TSESTree.Node): ts.Type => checker.getTypeAtLocation(at(node));
  return {
    checker,
    trust,
    strictNulls: host.strictNulls,
    at,
    of,
    handle: (node) => host.handle(foreign(at(node))),
    declared: (node) => host.typeImported(foreign(at(node))),
    names: (node) => host.typeNames(foreign(at(node))),
    forgery: (cast) => {
      const found = forgery(foreign(at(cast)));
      return found && { text: found.from.getText(), type: found.type };
    },
  };
};
