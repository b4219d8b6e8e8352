import { ts } from '#compiler';
import type { Foreign } from '../flow/foreign.ts';
import { spelled } from '../flow/origin.ts';
import type { Libraries, Run } from '../flow/run.ts';
import type { Single, Value } from '../flow/value.ts';
import { type HandleKind, isPromising, type PromisingKind } from '../host/handle.ts';
import { emptyDraft } from './kysely/draft.ts';
import { Builder } from './kysely/builder.ts';
import { ExpressionValue } from './kysely/expression.ts';
import { aggregates, ExpressionBuilder, FunctionModule } from './kysely/expression-builder.ts';
import { Helper, helpers, SqlTag } from './kysely/fragment.ts';
import { Handle, handleNames, KyselyClass, rootMethods, TransactionBuilder } from './kysely/handle.ts';
import { methodOf } from './kysely/methods.ts';
import { unread } from './kysely/operands.ts';
import { CamelCaseClass } from './kysely/plugin.ts';
import { PgClient } from './pg/client.ts';
import { PostgresHandle } from './postgres-js/sql.ts';
import { MintTenantId } from './scoped-kysely/database.ts';
import { databaseOf, promised } from './scoped-kysely/typed.ts';

const expressionBuilder = new ExpressionBuilder();

const kyselyGlobals: Readonly<Record<string, Value>> = {
  sql: new SqlTag(),
  Kysely: new KyselyClass(),
  CamelCasePlugin: new CamelCaseClass(),
  expressionBuilder: new Helper(() => expressionBuilder),
};

const mintTenantId = new MintTenantId();

const global = (module: string, name: string): Value | undefined => {
  if (module === 'scoped-kysely') return name === 'mintTenantId' ? mintTenantId : undefined;
  if (!module.startsWith('kysely')) return undefined;
  if (Object.hasOwn(helpers, name)) return helpers[name];
  return Object.hasOwn(kyselyGlobals, name) ? kyselyGlobals[name] : undefined;
};

/** Methods for which the type of the receiver is asked: the checker is slow, names are not. */
const named: ReadonlyMap<string, ReadonlySet<HandleKind>> = new Map(
  (
    [
      [[...handleNames], ['kysely', 'scoped-kysely', 'cross-tenant-kysely', 'scoped-kysely-perhaps']],
      [['raw'], ['cross-tenant-kysely']],
      [['execute', 'setIsolationLevel', 'setAccessMode'], ['kysely-transaction-builder', 'scoped-kysely-transaction-builder', 'kysely-builder', 'kysely-expression']],
      [['countAll', 'agg', 'jsonAgg', 'toJson', ...aggregates], ['kysely-functions']],
      [['query', 'connect'], ['pg']],
      [['``', 'unsafe', 'begin', 'savepoint', 'reserve', 'file', '()'], ['postgres-js', 'kysely-expression-builder']],
      [['selectFrom', 'and', 'or', 'not', 'exists', 'fn', 'ref', 'val', 'lit', 'case', 'between', 'cast', 'tuple', 'refTuple', 'parens', 'unary'], ['kysely-expression-builder']],
    ] as const
  ).reduce((map, [names, kinds]) => {
    for (const n of names) map.set(n, new Set([...(map.get(n) ?? []), ...kinds]));
    return map;
  }, new Map<string, Set<HandleKind>>()),
);

const valueFor = (kind: Exclude<HandleKind, PromisingKind>, node: ts.Expression): Foreign => {
  switch (kind) {
    case 'kysely':
      return new Handle();
    case 'kysely-transaction-builder':
      return new TransactionBuilder();
    case 'kysely-expression-builder':
      return expressionBuilder;
    case 'kysely-functions':
      return new FunctionModule();
    case 'kysely-expression':
      return new ExpressionValue(unread(`${spelled(node)} was made where it is not followed`, node));
    case 'kysely-builder':
      return new Builder({ node, site: false }, { ...emptyDraft('select', { start: 0, end: 0 }), problems: [{ rule: 'unproven-flow', cause: `${spelled(node)} was made where it is not followed` }] }, methodOf);
    case 'pg':
      return new PgClient();
    case 'postgres-js':
      return new PostgresHandle();
  }
};

const typed = (node: ts.Expression, method: string, run: Run, receiver?: Single): Foreign | undefined => {
  const database = databaseOf(node, method, receiver, run);
  if (database) return database;
  const kinds = named.get(method);
  if (!kinds) return undefined;
  const kind = run.host.handle(node);
  if (kind === undefined || !kinds.has(kind)) return undefined;
  return isPromising(kind) ? promised(kind, node, receiver, run) : valueFor(kind, node);
};

const importsDatabase = (file: ts.SourceFile): boolean =>
  file.statements.some((s) => ts.isImportDeclaration(s) && ts.isStringLiteral(s.moduleSpecifier) && /^(kysely|scoped-kysely|pg|postgres)(\/|$)/.test(s.moduleSpecifier.text));

const databaseNames = /^(db|kysely|trx|tx|transaction|database|pool|client|conn|connection|qb)$/i;

const baseName = (node: ts.Expression): string => {
  if (ts.isIdentifier(node)) return node.text;
  return ts.isPropertyAccessExpression(node) ? node.name.text : ts.isCallExpression(node) ? baseName(node.expression) : '';
};

/** A query builder that nobody in the project makes: of an interface that looks like a handle, with whatever behind it. */
const isStrangeBuilder = (method: string, call: ts.CallExpression, run: Run): boolean => rootMethods.has(method) && !run.methods.has(method) && run.host.handle(call) === 'kysely-builder';

/** A query-like call on something of type `any`: laundered, not absent. */
const suspicious = (method: string, call: ts.CallExpression, run: Run): void => {
  if (!rootMethods.has(method) && method !== 'query') return;
  if (isStrangeBuilder(method, call, run)) {
    run.log.reached.add(call);
    run.log.lose({ node: call }, run.entry, `${spelled(call.expression)} makes a query builder, and is no handle of a library that is known`);
    return;
  }
  const receiver = ts.isPropertyAccessExpression(call.expression) ? call.expression.expression : undefined;
  if (!receiver || !run.host.isAny(receiver)) return;
  const strong = rootMethods.has(method) && method !== 'with' && typeof call.arguments[0] !== 'undefined';
  if (!strong && !(databaseNames.test(baseName(receiver)) && importsDatabase(call.getSourceFile()))) return;
  run.log.lose({ node: call }, run.entry, `${spelled(receiver)} is of type any, so what it queries is not checked`);
};

export const libraries: Libraries = { global, typed, suspicious, expressionBuilder };
