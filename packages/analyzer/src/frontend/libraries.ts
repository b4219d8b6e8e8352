import { ts } from '#compiler';
import type { Foreign } from '../flow/foreign.ts';
import { spelled } from '../flow/origin.ts';
import type { Libraries, Run } from '../flow/run.ts';
import type { Single, Value } from '../flow/value.ts';
import type { FrontEnd } from './front-end.ts';
import { expressionBuilder } from './kysely/expression-builder.ts';
import { frontEnds } from './registry.ts';
import { strongMethods, weakMethods } from './starts.ts';

const global = (module: string, name: string): Value | undefined => {
  for (const f of frontEnds) {
    const value = f.global?.(module, name);
    if (value) return value;
  }
  return undefined;
};

const entriesOf = <T>(record: Readonly<Partial<Record<string, T>>>): readonly (readonly [string, T])[] => Object.entries(record).flatMap(([k, v]) => (v === undefined ? [] : [[k, v] as const]));

/** Method → the kinds of values it is asked of, and whose they are. */
const named = new Map<string, Map<string, FrontEnd>>();
for (const frontEnd of frontEnds)
  for (const [kind, methods] of entriesOf(frontEnd.methods)) for (const method of methods) named.set(method, (named.get(method) ?? new Map<string, FrontEnd>()).set(kind, frontEnd));

const typed = (node: ts.Expression, method: string, run: Run, receiver?: Single): Foreign | undefined => {
  const value = { node, method, receiver };
  for (const f of frontEnds) {
    const found = f.memberOf?.(value, run);
    if (found) return found;
  }
  const owners = named.get(method);
  const kind = owners && run.host.handle(node);
  return kind === undefined ? undefined : owners?.get(kind)?.valueOf(kind, value, run);
};

const importsDatabase = (file: ts.SourceFile): boolean =>
  file.statements.some((s) => ts.isImportDeclaration(s) && ts.isStringLiteral(s.moduleSpecifier) && isDatabase(s.moduleSpecifier.text));

const isDatabase = (specifier: string): boolean => frontEnds.some((f) => f.modules.test(specifier));

const databaseNames = /^(db|kysely|trx|tx|transaction|database|pool|client|conn|connection|qb)$/i;

const baseName = (node: ts.Expression): string => {
  if (ts.isIdentifier(node)) return node.text;
  return ts.isPropertyAccessExpression(node) ? node.name.text : ts.isCallExpression(node) ? baseName(node.expression) : '';
};

/** A query-like call on something of type `any`: laundered, not absent. */
const suspicious = (method: string, call: ts.CallExpression, run: Run): void => {
  const strong = strongMethods.has(method);
  if (!strong && !weakMethods.has(method)) return;
  // A query builder that nobody in the project makes: of an interface that looks like a handle, with whatever behind it.
  if (frontEnds.some((f) => f.isStrange?.(method, call, run))) {
    run.log.reached.add(call);
    run.log.lose({ node: call }, run.entry, `${spelled(call.expression)} makes a query builder, and is no handle of a library that is known`);
    return;
  }
  const receiver = ts.isPropertyAccessExpression(call.expression) ? call.expression.expression : undefined;
  if (!receiver || !run.host.isAny(receiver)) return;
  if (!(strong && call.arguments.length > 0) && !(databaseNames.test(baseName(receiver)) && importsDatabase(call.getSourceFile()))) return;
  run.log.lose({ node: call }, run.entry, `${spelled(receiver)} is of type any, so what it queries is not checked`);
};

export const libraries: Libraries = { global, typed, suspicious, expressionBuilder };
