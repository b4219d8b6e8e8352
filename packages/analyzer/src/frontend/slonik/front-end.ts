import { ts } from '#compiler';
import type { TypeHost } from '../../host/type-host.ts';
import { defineFrontEnd, type TypedValue } from '../front-end.ts';
import type { Foreign } from '../../flow/foreign.ts';
import type { Run } from '../../flow/run.ts';
import { connecting, queryMethods, SlonikHandle, SlonikMethod } from './handle.ts';
import { tokenKind } from './hole.ts';
import { createTag, tag, tagMethods, templateTagOf } from './tag.ts';

/** Each is an alias, and each had a name ending in `Type` before slonik 26. */
const named = <Kind extends string>(kind: Kind, names: readonly string[]): Readonly<Record<string, Kind>> => Object.fromEntries(names.flatMap((n) => [[n, kind], [`${n}Type`, kind]]));

const handles = ['CommonQueryMethods', 'DatabasePool', 'DatabasePoolConnection', 'DatabaseTransactionConnection', 'DatabaseConnection'];

const tokens = ['Array', 'Binary', 'Date', 'Fragment', 'Identifier', 'Interval', 'JsonBinary', 'Json', 'List', 'Query', 'Timestamp', 'Unnest', 'Uuid', 'Sql', ''];

/** `any` → `QueryAnyFunction`: the type of the method when it has been taken off its handle. */
const methodTypes: Readonly<Record<string, string>> = Object.fromEntries(
  queryMethods.flatMap((m) => {
    const name = m === 'query' ? 'QueryFunction' : m === 'stream' ? 'StreamFunction' : `Query${m.charAt(0).toUpperCase()}${m.slice(1)}Function`;
    return [[name, m], [`${name}Type`, m]];
  }),
);

const methodKind = (method: string): string => `slonik-${method}`;

/** The tag `sql.unsafe` of a `sql` that is known by its type only. */
const memberTag = ({ node, method }: TypedValue, run: Run): Foreign | undefined => {
  if (method !== '``' || !ts.isPropertyAccessExpression(node)) return undefined;
  const found = templateTagOf(node.name.text);
  return found && run.host.handle(node.expression) === 'slonik-sql' ? found : undefined;
};

/** A method of an object that was picked or spread together from slonik's own. */
const pickedHandle = ({ node, method }: TypedValue, run: Run): Foreign | undefined =>
  (queryMethods.includes(method) || connecting.includes(method)) && run.host.memberModule(node, method) === 'slonik' ? new SlonikHandle() : undefined;

/** The name by which a variable was taken off an object. */
const memberName = (name: ts.Identifier, host: TypeHost): string => {
  const declaration = host.declarations(name)[0];
  const property = declaration && ts.isBindingElement(declaration) ? declaration.propertyName : undefined;
  return property && ts.isIdentifier(property) ? property.text : name.text;
};

/** `any(query)`, once it has been taken off its handle, and `pool.any(query)` of what was picked from one. */
const isStart = ({ expression: callee }: ts.CallExpression, host: TypeHost): boolean => {
  if (ts.isIdentifier(callee)) return queryMethods.includes(memberName(callee, host)) && host.handle(callee)?.startsWith('slonik-') === true;
  return ts.isPropertyAccessExpression(callee) && queryMethods.includes(callee.name.text) && host.memberModule(callee.expression, callee.name.text) === 'slonik';
};

export const slonik = defineFrontEnd({
  name: 'slonik',
  // The last declares a part of the type of a pool, which is nothing without it.
  modules: /^((@types\/)?slonik|@slonik\/(sql-tag|types)|strict-event-emitter-types)(\/|$)/,
  declares: (file) => /\/node_modules\/((@types\/)?slonik|@slonik\/(sql-tag|types))\//.test(file),
  types: {
    ...named('slonik', handles),
    ...named('slonik-sql', ['SqlTag', 'SqlTaggedTemplate']),
    ...named(tokenKind, [...tokens.map((t) => `${t}SqlToken`), 'SqlFragment', 'SqlFragmentToken', 'SqlToken', 'ValueExpression', 'TaggedTemplateLiteralInvocation']),
    ...Object.fromEntries(Object.entries(methodTypes).map(([type, method]) => [type, methodKind(method)])),
  },
  methods: { slonik: [...queryMethods, ...connecting], 'slonik-sql': tagMethods, ...Object.fromEntries(queryMethods.map((m) => [methodKind(m), ['()']])) },
  valueOf: (kind) => {
    if (kind === 'slonik') return new SlonikHandle();
    return kind === 'slonik-sql' ? tag : kind === tokenKind ? undefined : new SlonikMethod(kind.slice(methodKind('').length));
  },
  memberOf: (value, run) => memberTag(value, run) ?? pickedHandle(value, run),
  global: (module, name) => {
    if (module !== 'slonik' && module !== '@slonik/sql-tag') return undefined;
    return name === 'sql' ? tag : name === 'createSqlTag' ? createTag : undefined;
  },
  weak: [...queryMethods, ...connecting, 'type', 'typeAlias', 'prepared', '``'],
  starts: { slonik: queryMethods },
  handles: ['slonik'],
  isStart,
});
