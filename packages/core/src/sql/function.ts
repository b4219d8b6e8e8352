import type { CreateFunctionStmt, FunctionParameter, Node } from 'libpg-query';
import { caseWhen } from '../query/expr/case.ts';
import { constant } from '../query/expr/constant.ts';
import type { Expr } from '../query/expr/expr.ts';
import { param } from '../query/expr/param.ts';
import { subquery } from '../query/expr/subquery.ts';
import { replaceNodes } from '../query/replace.ts';
import type { Query } from '../query/statement/query.ts';
import type { Statement } from '../query/statement/statement.ts';
import { as, stringOf } from './lower/context.ts';
import { lowerParsed, lowerPart } from './lower/lowering.ts';
import { list, member, queryOf, readPlpgsql, textOf, type Tree, treesOf } from './plpgsql.ts';
import { type ParsedStatement, parseStatements } from './statements.ts';

/** What a function gives back, in terms of its parameters. */
export type Result =
  | { readonly kind: 'value'; readonly expr: Expr }
  | { readonly kind: 'rows'; readonly query: Query }
  | { readonly kind: 'unread'; readonly cause: string };

/** A function as its CREATE FUNCTION says it. Parameters appear in its parts as `param` nodes with the keys `$1`, `$2` … */
export interface FunctionText {
  readonly language: string;
  /** The names of the input parameters; undefined where one has none. */
  readonly parameters: readonly (string | undefined)[];
  /** What a parameter is when it is not given; undefined where it has to be, or its default is not read. */
  readonly defaults: readonly (Expr | undefined)[];
  readonly result: Result;
  /** Every statement that it may run, its variables as `param` nodes with their own names; undefined when one is not read (EXECUTE). */
  readonly statements: readonly Statement[] | undefined;
}

/** The `param` keys that stand for nothing a caller gives. */
const failed = 'an error';

const inputs = new Set(['FUNC_PARAM_IN', 'FUNC_PARAM_INOUT', 'FUNC_PARAM_VARIADIC', 'FUNC_PARAM_DEFAULT']);

const inputsOf = (s: CreateFunctionStmt): readonly FunctionParameter[] =>
  (s.parameters ?? []).flatMap((p) => {
    const found = as(p, 'FunctionParameter');
    return found && inputs.has(found.mode ?? 'FUNC_PARAM_DEFAULT') ? [found] : [];
  });

const optionOf = (s: CreateFunctionStmt, name: string): Node | undefined => s.options?.map((o) => as(o, 'DefElem')).find((o) => o?.defname === name)?.arg;

/** What names stand for in the code of a function. */
type Names = ReadonlyMap<string, Expr>;

interface Code {
  readonly function: string;
  readonly names: Names;
  /** What names with the function's own before them stand for, where that is more. */
  readonly qualified?: Names | undefined;
}

/** Puts what names stand for in the place of `name` and `function.name`. Columns of the code's own tables are not told apart: PL/pgSQL refuses what means both. */
const substitute = <T>(tree: T, code: Code): T =>
  replaceNodes(tree, (node) => {
    if (node.kind !== 'column') return undefined;
    const path = (node as unknown as { readonly path: readonly string[] }).path;
    const [first = '', second] = path;
    if (path.length === 1) return code.names.get(first);
    return path.length === 2 && first === code.function && second !== undefined ? (code.qualified ?? code.names).get(second) : undefined;
  });

const statementsIn = (text: string): readonly Statement[] => parseStatements(text).map(lowerParsed);

const isQuery = (s: Statement | undefined): s is Query => s?.kind === 'select' || s?.kind === 'set' || s?.kind === 'values';

/** The expression of a query that is nothing more; otherwise the query as a value. */
const valueOf = (query: Query): Expr => {
  const [item] = query.kind === 'select' ? query.items : [];
  const bare =
    query.kind === 'select' && query.items.length === 1 && query.from.length === 0 && !query.where && !query.groupBy && !query.having && !query.limit && !query.offset && !query.with && query.distinct === false;
  return bare && item?.star === false ? item.expr : subquery({ form: 'scalar', query });
};

const nothing = constant({ value: null });

/** Branches are followed by themselves, so their number doubles. */
const mostSteps = 500;

class Unread extends Error {}

const expressionOf = (tree: Tree | undefined, code: Code): Expr => {
  const expression = tree && (member(tree, 'PLpgSQL_expr') ?? tree);
  const [statement, ...more] = expression ? statementsIn(queryOf(expression)) : [];
  if (!isQuery(statement) || more.length > 0) throw new Unread('an expression of it is not read');
  return substitute(valueOf(statement), code);
};

interface Run {
  readonly datums: readonly Tree[];
  steps: number;
}

const variableAt = (run: Run, place: unknown): string => textOf(member(run.datums[Number(place ?? 0)] ?? {}, 'PLpgSQL_var'), 'refname') ?? '';

const withName = (code: Code, name: string, value: Expr): Code => ({ ...code, names: new Map([...code.names, [name, value]]) });

/** The variables that SELECT … INTO sets. */
const targetsOf = (target: Tree | undefined): readonly string[] => {
  const row = target && member(target, 'PLpgSQL_row');
  return list(row, 'fields').map((f) => textOf(f, 'name') ?? '');
};

const selectInto = (s: Tree, code: Code): Code => {
  const [query, ...more] = statementsIn(queryOf(member(member(s, 'sqlstmt') ?? {}, 'PLpgSQL_expr') ?? {}));
  const names = targetsOf(member(s, 'target'));
  if (s['into'] !== true || !isQuery(query) || query.kind !== 'select' || more.length > 0 || names.length === 0 || query.items.length !== names.length) throw new Unread('it runs a statement whose result is not followed');
  const own = substitute(query, code);
  const set = own.items.reduce<Code>((to, item, i) => withName(to, names[i] ?? '', subquery({ form: 'scalar', query: { ...own, items: [item] } })), code);
  return withName(set, 'found', subquery({ form: 'exists', query: own }));
};

const branchesOf = (s: Tree): readonly { readonly when: Tree | undefined; readonly then: readonly Tree[] }[] => [
  { when: member(s, 'cond'), then: list(s, 'then_body') },
  ...list(s, 'elsif_list').flatMap((e) => {
    const elsif = member(e, 'PLpgSQL_if_elsif');
    return elsif ? [{ when: member(elsif, 'cond'), then: list(elsif, 'stmts') }] : [];
  }),
];

/** What a block that catches errors gives: what it gives without one, or what a handler does. */
const caught = (run: Run, block: Tree, rest: readonly Tree[], code: Code): Expr => {
  const handlers = list(member(member(block, 'exceptions') ?? {}, 'PLpgSQL_exception_block'), 'exc_list').map((e) => list(member(e, 'PLpgSQL_exception'), 'action'));
  const usual = follow(run, [...list(block, 'body'), ...rest], code);
  return handlers.reduceRight<Expr>((otherwise, handler) => caseWhen({ operand: undefined, whens: [{ when: param({ key: failed }), then: follow(run, [...handler, ...rest], code) }], otherwise }), usual);
};

/** The value that statements of PL/pgSQL return. */
const follow = (run: Run, statements: readonly Tree[], code: Code): Expr => {
  run.steps += 1;
  if (run.steps > mostSteps) throw new Unread('it branches too often to be followed');
  const [statement, ...rest] = statements;
  if (!statement) return nothing;
  const [[kind, body] = ['', undefined]] = Object.entries(statement) as [string, Tree][];
  const s = body ?? {};
  switch (kind) {
    case 'PLpgSQL_stmt_block':
      return member(s, 'exceptions') ? caught(run, s, rest, code) : follow(run, [...list(s, 'body'), ...rest], code);
    case 'PLpgSQL_stmt_return':
      return s['expr'] === undefined ? (s['retvarno'] === undefined ? nothing : (code.names.get(variableAt(run, s['retvarno'])) ?? nothing)) : expressionOf(member(s, 'expr'), code);
    case 'PLpgSQL_stmt_assign': {
      const name = variableAt(run, s['varno']);
      if (name === '') throw new Unread('it assigns to a part of a variable');
      return follow(run, rest, withName(code, name, expressionOf(member(s, 'expr'), code)));
    }
    case 'PLpgSQL_stmt_execsql':
      return follow(run, rest, selectInto(s, code));
    case 'PLpgSQL_stmt_raise':
      return Number(s['elog_level'] ?? 0) >= 21 ? nothing : follow(run, rest, code);
    case 'PLpgSQL_stmt_if':
      return caseWhen({
        operand: undefined,
        whens: branchesOf(s).map(({ when, then }) => ({ when: expressionOf(when, code), then: follow(run, [...then, ...rest], code) })),
        otherwise: follow(run, [...list(s, 'else_body'), ...rest], code),
      });
    default:
      throw new Unread(`it has ${kind.replace('PLpgSQL_stmt_', '').toUpperCase()}, which is not followed`);
  }
};

/** `RETURN QUERY` as all that is done. */
const onlyQuery = (statements: readonly Tree[], code: Code): Query | undefined => {
  const done = statements.filter((s) => member(s, 'PLpgSQL_stmt_return')?.['expr'] !== undefined || !member(s, 'PLpgSQL_stmt_return'));
  const [only] = done;
  const returned = only && done.length === 1 ? member(only, 'PLpgSQL_stmt_return_query') : undefined;
  const text = returned && member(member(returned, 'query') ?? {}, 'PLpgSQL_expr');
  const [query, ...more] = text ? statementsIn(queryOf(text)) : [];
  return isQuery(query) && more.length === 0 ? substitute(query, code) : undefined;
};

const parameterNames = (parameters: readonly (string | undefined)[]): Names =>
  new Map(parameters.flatMap((name, i) => (name === undefined ? [] : [[name, param({ key: `$${i + 1}` })] as const])));

/** Variables start as their defaults, or as NULL; what is not the function's own (`found`, `sqlerrm`) is anything. */
const variablesOf = (datums: readonly Tree[], code: Code): Code =>
  datums.reduce<Code>((known, d) => {
    const v = member(d, 'PLpgSQL_var');
    const name = textOf(v, 'refname');
    if (v === undefined || name === undefined || known.names.has(name)) return known;
    const start = member(v, 'default_val');
    const anything = name === 'found' || name === 'sqlstate' || name === 'sqlerrm';
    return withName(known, name, anything ? param({ key: name }) : start ? expressionOf(start, known) : nothing);
  }, code);

const plpgsqlResult = (whole: Tree, code: Code): Result => {
  try {
    const run: Run = { datums: list(whole, 'datums'), steps: 0 };
    const start = variablesOf(run.datums, code);
    const action = member(member(whole, 'action') ?? {}, 'PLpgSQL_stmt_block') ?? {};
    const query = member(action, 'exceptions') ? undefined : onlyQuery(list(action, 'body'), start);
    if (query) return { kind: 'rows', query };
    return { kind: 'value', expr: follow(run, [{ PLpgSQL_stmt_block: action }], start) };
  } catch (error) {
    if (error instanceof Unread) return { kind: 'unread', cause: error.message };
    throw error;
  }
};

/** Statements that build their SQL at run time. */
const dynamic = new Set(['dynexecute', 'dynfors', 'open', 'forc'].map((s) => `PLpgSQL_stmt_${s}`));

const plpgsqlStatements = (whole: Tree, code: Code): readonly Statement[] | undefined => {
  const trees = treesOf(whole);
  if (trees.some((t) => Object.keys(t).some((k) => dynamic.has(k)) || member(t, 'PLpgSQL_stmt_return_query')?.['dynquery'] !== undefined)) return undefined;
  const names = new Map(list(whole, 'datums').flatMap((d) => {
    const name = textOf(member(d, 'PLpgSQL_var'), 'refname') ?? textOf(member(d, 'PLpgSQL_rec'), 'refname');
    return name === undefined || code.names.has(name) ? [] : [[name, param({ key: name })] as const];
  }));
  const known = { ...code, names: new Map([...names, ...code.names]) };
  return trees.flatMap((t) => {
    const expression = member(t, 'PLpgSQL_expr');
    return expression ? statementsIn(queryOf(expression)).map((s) => substitute(s, known)) : [];
  });
};

const readPlpgsqlFunction = (text: string, code: Code): Pick<FunctionText, 'result' | 'statements'> => {
  const whole = readPlpgsql(text);
  if (!whole) return { result: { kind: 'unread', cause: 'PL/pgSQL cannot read it' }, statements: undefined };
  // Which of two meanings a name has is then no error.
  if (/#\s*variable_conflict\s+use_/i.test(text)) return { result: { kind: 'unread', cause: 'it says itself what a name means that is a variable and a column' }, statements: undefined };
  return { result: plpgsqlResult(whole, code), statements: plpgsqlStatements(whole, code) };
};

const sqlResult = (statements: readonly Statement[], set: boolean): Result => {
  const last = statements.at(-1);
  if (!isQuery(last) || statements.length !== 1) return { kind: 'unread', cause: 'it runs more than one query' };
  return set ? { kind: 'rows', query: last } : { kind: 'value', expr: valueOf(last) };
};

const standardStatements = (parsed: ParsedStatement, body: Node): readonly Statement[] | undefined => {
  const returned = as(body, 'ReturnStmt')?.returnval;
  if (returned) {
    const expr = lowerPart.expr(parsed, returned);
    return expr && [selectOf(expr)];
  }
  const items = (as(body, 'List')?.items ?? []).flatMap((i) => as(i, 'List')?.items ?? [i]);
  const statements = items.map((tree) => lowerParsed({ ...parsed, tree }));
  return items.some((i) => as(i, 'ReturnStmt')) ? undefined : statements;
};

const selectOf = (expr: Expr): Query => ({ kind: 'select', items: [{ star: false, expr }], distinct: false, from: [], windows: [], orderBy: [], locking: false });

/** A body in SQL prefers columns to parameters of the same name; such a name is left alone unless the function's own stands before it, and that of no relation is the same. */
const inSql = (code: Code, statement: Statement, isColumn: (name: string) => boolean): Code => ({
  ...code,
  names: new Map([...code.names].filter(([name]) => !isColumn(name))),
  qualified: isRelation(statement, code.function) ? new Map() : code.names,
});

const isRelation = (tree: object, called: string): boolean => {
  let found = false;
  replaceNodes(tree, (node) => {
    const { alias, name } = node as { readonly alias?: unknown; readonly name?: unknown };
    if (alias === called || (node.kind === 'table' && alias === undefined && name === called)) found = true;
    return undefined;
  });
  return found;
};

const sqlStatements = (parsed: ParsedStatement, s: CreateFunctionStmt): readonly Statement[] | undefined => {
  if (s.sql_body) return standardStatements(parsed, s.sql_body);
  const text = as(as(optionOf(s, 'as'), 'List')?.items?.[0], 'String')?.sval;
  return text === undefined ? undefined : statementsIn(text);
};

/**
 * Reads the text of one CREATE FUNCTION or CREATE PROCEDURE in SQL or PL/pgSQL: what it returns, as an expression or a query
 * over its parameters, where its code can be followed, and every statement it runs. Undefined: it is no such text.
 * `isColumn` tells whether a name is a column of a table, which a body in SQL prefers to a parameter.
 */
export const readFunction = (text: string, isColumn: (name: string) => boolean): FunctionText | undefined => {
  const [parsed] = parseStatements(text);
  const s = as(parsed?.tree, 'CreateFunctionStmt');
  if (!parsed || !s) return undefined;
  const language = s.sql_body ? 'sql' : stringOf(optionOf(s, 'language')).toLowerCase();
  const given = inputsOf(s);
  const parameters = given.map(({ name }) => (name === '' ? undefined : name));
  const defaults = given.map(({ defexpr }) => (defexpr ? lowerPart.expr(parsed, defexpr) : undefined));
  const all = parameterNames(parameters);
  const code: Code = { function: stringOf(s.funcname?.at(-1)), names: all };
  const base = { language, parameters, defaults };
  if (language === 'plpgsql') return { ...base, ...readPlpgsqlFunction(text, code) };
  const statements = language === 'sql' ? sqlStatements(parsed, s)?.map((statement) => substitute(statement, inSql(code, statement, isColumn))) : undefined;
  if (!statements) return { ...base, result: { kind: 'unread', cause: language === 'sql' ? 'its body is not read' : `it is written in ${language}` }, statements: undefined };
  return { ...base, result: sqlResult(statements, s.returnType?.setof === true || isTable(s)), statements };
};

const isTable = (s: CreateFunctionStmt): boolean => (s.parameters ?? []).some((p) => as(p, 'FunctionParameter')?.mode === 'FUNC_PARAM_TABLE');
