import { and, caseWhen, type CallExpr, constant, type DeleteStatement, derived, type Expr, type FunctionRelation, type FunctionText, opaque, type OpaqueExpr, opaqueRelation, or, type Query, replaceNodes, select, type SelectQuery, type Statement, table, type TableRelation, test, type UpdateStatement } from '@tenantscope/core';
import type { FunctionEntry, Policy, PolicyCommand, Relation } from '../catalog/snapshot.ts';
import { type Database, keyOf } from './database.ts';

/** Why row security does not apply to a role on a table. */
export type Exemption = 'superuser' | 'bypass' | 'owner' | 'disabled';

/** Where the rewriting of a query stands. */
interface Seeing {
  readonly database: Database;
  /** Whose rights and policies count. */
  readonly role: string;
  /** Who runs the query or the function: views of the invoker read with these rights, wherever they stand. */
  readonly caller: string;
  /** Tables whose policies, and functions whose bodies, are being looked into. */
  readonly within: ReadonlySet<string>;
  /** Schemas for unqualified names: the catalog writes none, code of functions may. */
  readonly path: readonly string[];
  /** Names of WITH queries, which hide tables. */
  readonly queries: ReadonlySet<string>;
}

export const exemptionOf = ({ roles }: Database, role: string, r: Relation): Exemption | undefined => {
  const found = roles.find(role);
  if (found?.superuser) return 'superuser';
  if (found?.bypassRls) return 'bypass';
  if (!r.rowSecurity) return 'disabled';
  return !r.forceRowSecurity && roles.has(role).has(r.owner) ? 'owner' : undefined;
};

/** The policies that count when a role runs a command. Source: PostgreSQL, CREATE POLICY. */
export const policiesFor = ({ roles }: Database, role: string, r: Relation, command: PolicyCommand): readonly Policy[] => {
  const has = roles.has(role);
  return r.policies.filter((p) => (p.command === 'all' || p.command === command) && p.roles.some((name) => name === 'public' || has.has(name)));
};

/** Which rows a command may take (`using`), and which it may leave (`check`). */
export type Side = 'using' | 'check';

/** The rule of what stands in the place of a table that is read by its own policies. */
const recursive = 'recursive-policy';

/** Why a query cannot run: a policy that reads its own table. */
export const recursionIn = (query: Query): string | undefined => {
  let cause: string | undefined;
  replaceNodes(query, (node) => {
    if (node.kind === 'opaque' && (node as OpaqueExpr).rule === recursive) cause = (node as OpaqueExpr).cause;
    return undefined;
  });
  return cause;
};

/** The policy's own expression; CHECK falls back on USING. */
const textOf = (p: Policy, side: Side): string | null => (side === 'check' ? (p.check ?? p.using) : p.using);

/** What decides which rows a role reaches, as a key: the same for commands with the same policies. */
export const groundsOf = (database: Database, role: string, r: Relation, command: PolicyCommand, side: Side): string =>
  JSON.stringify([keyOf(r), exemptionOf(database, role, r) ?? [role, policiesFor(database, role, r, command).map((p) => [p.permissive, textOf(p, side)])]]);

/** A name that no column, table or alias of the policy can have. */
const aliasFor = (depth: number): string => `tenantscope row ${String(depth)}`;

/** Names the table's own columns so that nothing between can capture them. */
const ownColumns = (tree: Expr, r: Relation, alias: string): Expr =>
  replaceNodes(tree, (node) => {
    if (node.kind !== 'column') return undefined;
    const { path } = node as unknown as { readonly path: readonly string[] };
    const name = path.at(-1) ?? '';
    // The row itself, or a column of it.
    if (path.length === 1 && name === r.name && !r.columns.some((c) => c.name === name)) return { ...node, path: [alias] };
    const isOwn = path.length === 1 ? r.columns.some((c) => c.name === name) : path.length === 2 && path[0] === r.name;
    return isOwn ? { ...node, path: [alias, name] } : undefined;
  });

const policyExpr = (s: Seeing, r: Relation, p: Policy, side: Side, alias: string): Expr => {
  const text = textOf(p, side);
  if (text === null) return constant({ value: true });
  return seen(s, ownColumns(s.database.expression(text), r, alias));
};

/** The rows that policies let through: one permissive policy and all restrictive ones. No permissive policy: none. */
const predicateOf = (s: Seeing, r: Relation, command: PolicyCommand, side: Side, alias: string): Expr => {
  const policies = policiesFor(s.database, s.role, r, command);
  const exprs = (permissive: boolean): readonly Expr[] => policies.filter((p) => p.permissive === permissive).map((p) => policyExpr(s, r, p, side, alias));
  const permissive = exprs(true);
  if (permissive.length === 0) return constant({ value: false });
  return and({ args: [or({ args: permissive }), ...exprs(false)] });
};

const rowsOf = (s: Seeing, r: Relation, command: PolicyCommand, side: Side, sampled?: boolean): SelectQuery => {
  const alias = aliasFor(s.within.size);
  const from = [table({ schema: r.schema, name: r.name, alias, sampled })];
  const all = { items: [{ star: true as const }], distinct: false as const, from, windows: [], orderBy: [], locking: false };
  if (exemptionOf(s.database, s.role, r)) return select(all);
  const key = keyOf(r);
  if (s.within.has(key)) return select({ ...all, where: opaque({ rule: recursive, cause: `the policies of ${key} read ${key} again, which PostgreSQL refuses at run time`, args: [] }) });
  return select({ ...all, where: predicateOf({ ...s, within: new Set([...s.within, key]), path: [] }, r, command, side, alias) });
};

const start = (database: Database, role: string): Seeing => ({ database, role, caller: role, within: new Set(), path: [], queries: new Set() });

/** The rows of a table that a role may take, or leave, with a command: a query over the bare table. */
export const reachable = (database: Database, role: string, r: Relation, command: PolicyCommand, side: Side): SelectQuery => rowsOf(start(database, role), r, command, side);

const hasOption = (r: Relation, name: string): boolean => r.options.some((o) => new RegExp(`^${name}=(true|on|yes|1)$`, 'i').test(o));

/** Whether a view reads with the rights of whoever asks. */
export const isInvoker = (r: Relation): boolean => hasOption(r, 'security_invoker');

/** Whether the condition of a view is met before those of the query. */
export const isBarrier = (r: Relation): boolean => hasOption(r, 'security_barrier');

/** Whose rights a view reads with. */
export const readerOf = (view: Relation, caller: string): string => (isInvoker(view) ? caller : view.owner);

const viewRows = (s: Seeing, view: Relation): Query | undefined => {
  const key = keyOf(view);
  if (s.within.has(key)) return undefined;
  const query = view.query === null ? undefined : s.database.query(view.query);
  return query && seen({ ...s, role: readerOf(view, s.caller), within: new Set([...s.within, key]), path: [] }, query);
};

const resolve = (s: Seeing, node: TableRelation): Relation | undefined => {
  const { database } = s;
  if (node.schema !== undefined) return database.relation({ schema: node.schema, name: node.name });
  if (s.queries.has(node.name)) return undefined;
  for (const schema of s.path) {
    const found = database.relation({ schema, name: node.name });
    if (found) return found;
  }
  return undefined;
};

/** A table as a role sees it: the query that its policies, or its definition as a view, make of it. */
const seenTable = (s: Seeing, node: TableRelation): object | undefined => {
  const r = resolve(s, node);
  if (!r) return undefined;
  const query = r.kind === 'view' ? viewRows(s, r) : r.kind === 'materialized view' ? undefined : rowsOf(s, r, 'select', 'using', node.sampled);
  const alias = node.alias ?? node.name;
  if (!query) return r.kind === 'view' ? opaqueRelation({ rule: 'unproven-policy', cause: `the view ${keyOf(r)} is not read`, alias }) : { ...node, schema: r.schema, alias };
  const columnAliases = node.columnAliases ?? (r.kind === 'view' ? r.columns.map((c) => c.name) : undefined);
  return derived({ query, alias, columnAliases, lateral: false });
};

/** Settings of a function under which its body means what it says. */
const harmless = /^(search_path|statement_timeout|lock_timeout|work_mem|plan_cache_mode|jit|client_min_messages|timezone|datestyle)=/i;

const pathOf = (f: FunctionEntry): readonly string[] => {
  const set = f.settings.find((x) => x.startsWith('search_path='));
  if (set === undefined) return ['public'];
  return set.slice('search_path='.length).split(',').map((part) => part.trim().replace(/^"(.*)"$/, '$1')).filter((part) => part !== '' && part !== '$user');
};

/** Whether a function can be called with so many arguments: the rest have defaults. */
const takes = (code: FunctionText | undefined, args: number): boolean => code !== undefined && args <= code.parameters.length && code.defaults.slice(args).every((d) => d !== undefined);

const overload = (s: Seeing, name: readonly string[], args: number): FunctionEntry | undefined => {
  const [first = '', second] = name;
  const homes = second === undefined ? s.path : [first];
  for (const schema of homes) {
    const found = s.database.functions({ schema, name: second ?? first }).filter((f) => f.kind === 'function' && takes(s.database.code(f), args));
    if (found.length > 0) return found.length === 1 ? found[0] : undefined;
  }
  return undefined;
};

const withQueries = (tree: object): ReadonlySet<string> => {
  const names = new Set<string>();
  replaceNodes(tree, (node) => {
    const { with: clause } = node as { readonly with?: { readonly ctes: readonly { readonly name: string }[] } };
    for (const cte of clause?.ctes ?? []) names.add(cte.name);
    return undefined;
  });
  return names;
};

/** A function that may be looked into: its code, and how the names in it are to be seen. */
const opened = (s: Seeing, { name, args, star, over, filter, distinct }: CallExpr) => {
  if (star === true || over || filter || distinct === true) return undefined;
  const f = overload(s, name, args.length);
  const code = f && s.database.code(f);
  const key = f && `${keyOf(f)}(${f.arguments})`;
  if (!f || !code || key === undefined || s.within.has(key) || !f.settings.every((set) => harmless.test(set))) return undefined;
  const rights = f.securityDefiner ? f.owner : s.caller;
  const inside: Seeing = { ...s, role: rights, caller: rights, within: new Set([...s.within, key]), path: pathOf(f), queries: withQueries(code.result) };
  return { f, code, inside };
};

const withArguments = <T>(tree: T, args: readonly Expr[]): T =>
  replaceNodes(tree, (node) => {
    if (node.kind !== 'param') return undefined;
    const n = /^\$(\d+)$/.exec((node as unknown as { readonly key: string }).key)?.[1];
    return n === undefined ? undefined : args[Number(n) - 1];
  });

/** STRICT: NULL for a NULL argument, whatever the body says. */
const strictly = (f: FunctionEntry, args: readonly Expr[], value: Expr): Expr => {
  const open = args.filter((a) => a.kind !== 'constant' || a.value === null);
  if (!f.strict || open.length === 0) return value;
  return caseWhen({ operand: undefined, whens: [{ when: or({ args: open.map((arg) => test({ test: 'null', negated: false, arg })) }), then: constant({ value: null }) }], otherwise: value });
};

/** The arguments of a call, with the defaults of those that are not given. */
const argumentsOf = (s: Seeing, node: CallExpr, code: FunctionText): readonly Expr[] => [...node.args, ...code.defaults.slice(node.args.length).filter((d) => d !== undefined)].map((a) => seen(s, a));

const seenCall = (s: Seeing, node: CallExpr): object | undefined => {
  const open = opened(s, node);
  if (open?.code.result.kind !== 'value') return undefined;
  const args = argumentsOf(s, node, open.code);
  return strictly(open.f, args, withArguments(seen(open.inside, open.code.result.expr), args));
};

/** The query of a function that returns rows. */
const calledRows = (s: Seeing, node: Expr | undefined): Query | undefined => {
  if (node?.kind !== 'call') return undefined;
  const open = opened(s, node);
  if (open?.code.result.kind !== 'rows' || open.f.strict) return undefined;
  return withArguments(seen(open.inside, open.code.result.query), argumentsOf(s, node, open.code));
};

const seenFunction = (s: Seeing, node: FunctionRelation): object | undefined => {
  const [only, ...more] = node.calls;
  const query = more.length === 0 ? calledRows(s, only) : undefined;
  return query && derived({ query, alias: node.alias ?? (only?.kind === 'call' ? only.name.at(-1) : undefined), columnAliases: node.columnAliases, lateral: true });
};

/** `SELECT f()` of a function that returns rows is its rows. */
const seenSelect = (s: Seeing, node: SelectQuery): object | undefined => {
  const [item, ...more] = node.items;
  if (more.length > 0 || node.from.length > 0 || node.where || !item || item.star) return undefined;
  return calledRows(s, item.expr);
};

type Write = Extract<Statement, { kind: 'insert' | 'update' | 'delete' | 'merge' }>;

/** Everything below a node as the role sees it. */
const seenBelow = <T extends object>(s: Seeing, tree: T): T => replaceNodes(tree, (node) => (node === tree ? undefined : seenNode(s, node)));

/** A query or an expression with every table, view and function in it as the role sees it. */
const seen = <T extends object>(s: Seeing, tree: T): T => replaceNodes(tree, (node) => seenNode(s, node));

const seenNode = (s: Seeing, node: { readonly kind: string }): object | undefined => {
  switch (node.kind) {
    case 'table':
      return seenTable(s, node as TableRelation);
    case 'call':
      return seenCall(s, node as CallExpr);
    case 'function':
      return seenFunction(s, node as FunctionRelation);
    case 'select':
      return seenSelect(s, node as SelectQuery);
    case 'insert':
    case 'update':
    case 'delete':
    case 'merge':
      return runBy(s, node as Write);
    default:
      return undefined;
  }
};

/** The rows of a view for a role; undefined when it cannot be read. */
export const viewAsSeenBy = (database: Database, role: string, view: Relation): Query | undefined => viewRows(start(database, role), view);

/** Whose rows a write may take: none but those that the policies for its role let through. */
const guarded = (s: Seeing, target: Relation | undefined, statement: UpdateStatement | DeleteStatement): UpdateStatement | DeleteStatement => {
  if (!target || exemptionOf(s.database, s.role, target)) return statement;
  const name = statement.target.alias ?? statement.target.name;
  const predicate = predicateOf({ ...s, within: new Set([...s.within, keyOf(target)]), path: [] }, target, statement.kind, 'using', name);
  return { ...statement, where: and({ args: [...(statement.where ? [statement.where] : []), predicate] }) };
};

/** A write as it runs: every table but its target is a query, and the target has its schema. */
const runBy = (s: Seeing, statement: Write): Write => {
  const target = resolve(s, statement.target);
  const named = target ? { ...statement.target, schema: target.schema, alias: statement.target.alias ?? target.name } : statement.target;
  const kept = opaqueRelation({ rule: 'unproven-policy', cause: 'the target' });
  const rest = seenBelow(s, { ...statement, target: kept }) as unknown as Write;
  const whole = { ...rest, target: named } as Write;
  return whole.kind === 'update' || whole.kind === 'delete' ? guarded(s, target, whole) : whole;
};

/** What a function runs when it is called, with the rights it runs with; undefined when its code cannot be followed. */
export const codeAsRun = (database: Database, f: FunctionEntry, caller: string): readonly Statement[] | undefined => {
  const code = database.code(f);
  if (!code?.statements || !f.settings.every((set) => harmless.test(set))) return undefined;
  const role = f.securityDefiner ? f.owner : caller;
  const inside: Seeing = { database, role, caller: role, within: new Set([`${keyOf(f)}(${f.arguments})`]), path: pathOf(f), queries: withQueries(code.statements) };
  return code.statements.map((statement) => seen(inside, statement));
};

/** A statement as a role runs it: every table that it reads is what policies let the role see of it. Names without a schema are looked up in `path`. */
export const statementAsRun = (database: Database, role: string, statement: Statement, path: readonly string[]): Statement => seen({ ...start(database, role), path, queries: withQueries(statement) }, statement);
