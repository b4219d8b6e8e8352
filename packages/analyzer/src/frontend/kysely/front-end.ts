import { spelled } from '../../flow/origin.ts';
import { defineFrontEnd, type TypedValue } from '../front-end.ts';
import { Builder } from './builder.ts';
import { inferredDbType } from './db-type.ts';
import { emptyDraft } from './draft.ts';
import { ExpressionValue } from './expression.ts';
import { aggregates, expressionBuilder, FunctionModule } from './expression-builder.ts';
import { Helper, helpers, SqlTag } from './fragment.ts';
import { Handle, handleNames, KyselyClass, rootMethods, TransactionBuilder } from './handle.ts';
import { methodOf } from './methods.ts';
import { unread } from './operands.ts';
import { CamelCaseClass } from './plugin.ts';
import { isChange, isStart, mentionsChange } from './starts.ts';
import type { Value } from '../../flow/value.ts';

const globals: Readonly<Record<string, Value>> = {
  ...helpers,
  sql: new SqlTag(),
  Kysely: new KyselyClass(),
  CamelCasePlugin: new CamelCaseClass(),
  expressionBuilder: new Helper(() => expressionBuilder),
};

/** A builder that came from where it is not followed. */
const strayBuilder = ({ node }: TypedValue): Builder =>
  new Builder({ node, site: false }, { ...emptyDraft('select', { start: 0, end: 0 }), problems: [{ rule: 'unproven-flow', cause: `${spelled(node)} was made where it is not followed` }] }, methodOf);

/** Most of Kysely's declarations are of its syntax tree, its schema builder and its dialects: no handle, builder or expression is declared there. Of the plugins one renames columns. */
const unreadFolders = /\/(operation-node|schema|dialect|migration|plugin(?!\/camel-case\/camel-case-plugin)|driver|query-compiler|query-executor)\//;

const starts = [...rootMethods, 'executeQuery'];

export const kysely = defineFrontEnd({
  name: 'Kysely',
  modules: /^kysely(\/|$)|^@?kysely-|\/kysely(-|$)/,
  declares: (file) => file.includes('/node_modules/kysely/'),
  types: {
    Kysely: 'kysely',
    Transaction: 'kysely',
    ControlledTransaction: 'kysely',
    QueryCreator: 'kysely',
    ReadonlyKysely: 'kysely',
    TransactionBuilder: 'kysely-transaction-builder',
    ControlledTransactionBuilder: 'kysely-transaction-builder',
    ConnectionBuilder: 'kysely-transaction-builder',
    ExpressionBuilder: 'kysely-expression-builder',
    FunctionModule: 'kysely-functions',
    Expression: 'kysely-expression',
    RawBuilder: 'kysely-expression',
    ExpressionWrapper: 'kysely-expression',
    AliasedRawBuilder: 'kysely-expression',
    SelectQueryBuilder: 'kysely-builder',
    InsertQueryBuilder: 'kysely-builder',
    UpdateQueryBuilder: 'kysely-builder',
    DeleteQueryBuilder: 'kysely-builder',
    MergeQueryBuilder: 'kysely-builder',
    WheneableMergeQueryBuilder: 'kysely-builder',
  },
  isUnread: (specifier, from) => from.includes('/node_modules/kysely/') && specifier.startsWith('.') && unreadFolders.test(`/${specifier}`),
  moduleOf: (file) => (/\/node_modules\/kysely\/dist\/(?!.*\/node_modules\/).*helpers\//.test(file) ? 'kysely/helpers' : undefined),
  methods: {
    kysely: [...handleNames],
    'kysely-transaction-builder': ['execute', 'setIsolationLevel', 'setAccessMode'],
    'kysely-builder': ['execute', 'setIsolationLevel', 'setAccessMode'],
    'kysely-expression': ['execute', 'setIsolationLevel', 'setAccessMode'],
    'kysely-functions': ['countAll', 'agg', 'jsonAgg', 'toJson', ...aggregates],
    'kysely-expression-builder': ['()', 'selectFrom', 'and', 'or', 'not', 'exists', 'fn', 'ref', 'val', 'lit', 'case', 'between', 'cast', 'tuple', 'refTuple', 'parens', 'unary'],
  },
  valueOf: (kind, value) => {
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
        return new ExpressionValue(unread(`${spelled(value.node)} was made where it is not followed`, value.node));
      case 'kysely-builder':
        return strayBuilder(value);
    }
  },
  global: (module, name) => (module.startsWith('kysely') && Object.hasOwn(globals, name) ? globals[name] : undefined),
  strong: starts.filter((name) => name !== 'with'),
  weak: ['with', '``'],
  starts: { kysely: starts, 'kysely-expression-builder': starts },
  handles: ['kysely'],
  schemaOf: inferredDbType,
  isStart,
  change: { mention: mentionsChange, is: isChange },
  isStrange: (method, call, run) => rootMethods.has(method) && !run.methods.has(method) && run.host.handle(call) === 'kysely-builder',
});
