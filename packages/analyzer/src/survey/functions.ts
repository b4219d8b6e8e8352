import { ts } from '#compiler';
import { functionPath, isFunctionLike, isNamedFunction } from '../flow/names.ts';
import type { LoadedProject } from '../project/setup.ts';
import { candidateAt, type TenantCandidate } from './candidate.ts';
import type { TenantWords } from './words.ts';

const fetches = /^(get|require|current|resolve|extract|verify|authenticate|ensure|use|my|active|decode|open)|current|session|(?<!o)auth(?!or)|context|claims|principal/i;
/** Of a name that does not speak of a tenant more is asked. */
const authenticates = /^(require|authenticate|verify|decode|open)|session|(?<!o)auth(?!or)|claims|principal|ticket/i;
const changes = /^(create|insert|update|delete|list|remove|set|add|count|search|save|send|render|handle|is|has|can|to|on)(?=[A-Z_]|$)/;
const sessionWords = /\b(session|jwt|token|claims?|cookies?|headers?|authorization|bearer|req|request|ctx|auth|getStore|locals|principal)\b/i;
/** What looks rows up by an id that somebody else has chosen is no source. */
const asksDatabase = /\.(selectFrom|insertInto|updateTable|deleteFrom|findMany|findFirst|findUnique|findOne|query|execute)\s*[(<]|\bsql`/;

const isVoid = (type: ts.TypeNode | undefined): boolean => type !== undefined && /^(Promise<\s*)?(void|never|boolean)\b/.test(type.getText());

const mentions = (text: string, names: ReadonlySet<string>): boolean => [...names].some((n) => new RegExp(`\\b${n.replaceAll('$', '\\$')}\\b`).test(text));

const referenceTo = (project: LoadedProject, node: ts.Node, path: string): string => `${project.pathOf(node.getSourceFile())}#${path}`;

const sourceAt = (node: ts.FunctionLikeDeclaration, words: TenantWords, project: LoadedProject): TenantCandidate | undefined => {
  const path = functionPath(node);
  const name = path.split('.').at(-1) ?? '';
  const text = node.body?.getText() ?? '';
  if (changes.test(name) || !fetches.test(name) || isVoid(node.type) || text === '') return undefined;
  const named = words.about.test(name);
  if (!named && (!authenticates.test(name) || !mentions(`${text} ${node.type?.getText() ?? ''}`, words.properties))) return undefined;
  const parameters = node.parameters.map((p) => p.getText()).join(' ');
  if (!sessionWords.test(parameters) && !sessionWords.test(text)) return undefined;
  if (asksDatabase.test(text)) return undefined;
  return candidateAt(project, node, { name: referenceTo(project, node, path), why: 'by its name, and it reads the session or the request', score: (named ? 5 : 2) + (/^(require|current)/i.test(name) ? 2 : 0) + (words.exactly.test(name) ? 2 : 0) });
};

/** `asserts tenantId is TenantId` */
const guardAt = (node: ts.FunctionLikeDeclaration, words: TenantWords, project: LoadedProject): TenantCandidate | undefined => {
  const { type } = node;
  if (!type || !ts.isTypePredicateNode(type) || !type.assertsModifier || !words.about.test(type.getText())) return undefined;
  return candidateAt(project, node, { name: referenceTo(project, node, functionPath(node)), why: 'it asserts something of a tenant', score: 8 });
};

/** `export const AuthWorkspace = createParamDecorator(…)` */
const decoratorAt = (node: ts.VariableDeclaration, words: TenantWords, project: LoadedProject): TenantCandidate | undefined => {
  const made = node.initializer;
  if (!ts.isIdentifier(node.name) || !made || !ts.isCallExpression(made) || !/\bcreateParamDecorator$/.test(made.expression.getText())) return undefined;
  const { text } = node.name;
  return words.about.test(text) || /auth|session|user/i.test(text) ? candidateAt(project, node, { name: referenceTo(project, node, text), why: 'a parameter decorator that reads the request', score: words.about.test(text) ? 9 : 5 }) : undefined;
};

export interface TenantFunctions {
  readonly sources: readonly TenantCandidate[];
  readonly guards: readonly TenantCandidate[];
}

/** Functions of a file whose result, or whose argument afterwards, looks like the tenant of the session. */
export const tenantFunctionsIn = (file: ts.SourceFile, words: TenantWords, project: LoadedProject): TenantFunctions => {
  const sources: TenantCandidate[] = [];
  const guards: TenantCandidate[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node)) sources.push(...[decoratorAt(node, words, project)].filter((c) => c !== undefined));
    if (isFunctionLike(node) && isNamedFunction(node) && !ts.isConstructorDeclaration(node)) {
      sources.push(...[sourceAt(node, words, project)].filter((c) => c !== undefined));
      guards.push(...[guardAt(node, words, project)].filter((c) => c !== undefined));
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { sources, guards };
};
