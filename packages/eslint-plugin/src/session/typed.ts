import type { TSESLint } from '@typescript-eslint/utils';
import ts from 'typescript';

/** A linted file as the parser's program has it. */
export interface TypedFile {
  readonly program: ts.Program;
  readonly file: ts.SourceFile;
  readonly services: Services;
}

/** What typescript-eslint's parser gives a rule when it has types. */
type Services = Pick<Required<NonNullable<TSESLint.SourceCode['parserServices']>>, 'esTreeNodeToTSNodeMap' | 'tsNodeToESTreeNodeMap'>;

/** Why there are no types, as a sentence for the user. */
export interface Untyped {
  readonly untyped: string;
}

const nameOf = (context: Context): string => {
  const parser: unknown = context.languageOptions.parser;
  const meta = typeof parser === 'object' && parser !== null && 'meta' in parser ? (parser.meta as { readonly name?: string } | undefined) : undefined;
  return meta?.name ?? 'another parser';
};

type Context = Readonly<TSESLint.RuleContext<string, readonly unknown[]>>;

const setUp = "`export default [...tenantscope.configs.recommended]` in eslint.config.js sets it up";

/** The types of a linted file, or why there are none. */
export const typedFile = (context: Context): TypedFile | Untyped => {
  const services = context.sourceCode.parserServices;
  if (!services?.esTreeNodeToTSNodeMap) return { untyped: `this file was parsed by ${nameOf(context)}, which gives no types; tenantscope needs @typescript-eslint/parser with projectService: ${setUp}` };
  if (!services.program) return { untyped: `the parser was not told where types come from; tenantscope needs parserOptions.projectService: true: ${setUp}` };
  const file: ts.Node = services.esTreeNodeToTSNodeMap.get(context.sourceCode.ast);
  // Each version of the compiler numbers the kinds of nodes by itself.
  if (!ts.isSourceFile(file))
    return { untyped: `the parser has another TypeScript than eslint-plugin-tenantscope (${ts.version}): install one version of typescript for both` };
  return { program: services.program, file, services: services as Services };
};
