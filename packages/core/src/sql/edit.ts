import type * as PgsqlAst from 'pgsql-ast-parser';
import type { NodeLocation, Statement } from 'pgsql-ast-parser';

let loaded: typeof PgsqlAst | undefined;

/** Loads the parser that knows where things stand. Call once before the rest of this file. */
export const loadEditor = async (): Promise<void> => {
  loaded ??= await import('pgsql-ast-parser');
};

const reader = (): typeof PgsqlAst => {
  if (!loaded) throw new Error('the SQL parser is not loaded: await loadSqlReader() first');
  return loaded;
};

/** A replacement in SQL text; UTF-16 offsets, the end exclusive. */
export interface SqlEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

interface Located {
  readonly _location?: NodeLocation;
}

type Condition = Located & { readonly type: string; readonly op?: string };

interface Level {
  readonly where?: Condition | null | undefined;
}

const contains = (node: Located | undefined | null, offset: number): boolean => node?._location !== undefined && node._location.start <= offset && offset < node._location.end;

interface Aliased extends Located {
  readonly alias?: unknown;
  readonly name?: unknown;
  readonly join?: { readonly type: string; readonly on?: Located | null | undefined } | null | undefined;
}

/** A condition in WHERE would drop the rows that an outer join keeps without a partner. */
const isKeptByJoin = (items: readonly Aliased[], offset: number): boolean =>
  items.some(({ join }) => /^(RIGHT|FULL)/.test(join?.type ?? '')) || /^LEFT/.test(items.find((i) => contains(i, offset))?.join?.type ?? '');

const hasAlias = ({ alias, name }: Aliased): boolean => alias !== undefined || (typeof name === 'object' && name !== null && 'alias' in name && name.alias !== undefined);

/** The parser's place of a table is that of its name: its alias and its ON come behind. */
const endOf = (item: Aliased, sql: string): number | undefined => {
  const end = item._location?.end;
  if (end === undefined) return undefined;
  const alias = hasAlias(item) ? (/^\s+(?:as\s+)?(?:"(?:[^"]|"")+"|\w+)/i.exec(sql.slice(end))?.[0].length ?? 0) : 0;
  return Math.max(end + alias, item.join?.on?._location?.end ?? 0);
};

/** The innermost query whose FROM, or target, holds an offset. */
const levelAt = (statement: Statement, offset: number, sql: string): { readonly level: Level; readonly after: number } | undefined => {
  let found: { level: Level; after: number } | undefined;
  const take = (level: Level, holders: readonly (Located | undefined | null)[], last: Aliased | undefined): void => {
    if (!holders.some((h) => contains(h, offset))) return;
    const end = last && endOf(last, sql);
    found = end === undefined ? undefined : { level, after: end };
  };
  const visitor = reader().astVisitor((map) => ({
    selection: (s) => {
      const items = s.from ?? [];
      take(s, items, isKeptByJoin(items, offset) ? undefined : items.at(-1));
      map.super().selection(s);
    },
    delete: (d) => {
      take(d, [d.from], d.from);
      map.super().delete(d);
    },
    update: (u) => {
      take(u, [u.table], u.from ?? u.sets.at(-1)?.value);
      map.super().update(u);
    },
  }));
  visitor.statement(statement);
  return found;
};

const read = (sql: string): readonly Statement[] | undefined => {
  const { parse } = reader();
  try {
    return parse(sql, { locationTracking: true });
  } catch {
    return undefined;
  }
};

/**
 * The edits that add a condition to the query level whose FROM holds the table at an offset. Undefined where the statement is not
 * read: this parser knows less of PostgreSQL than the one that decides, and the result is to be proved anyway; and where the condition
 * would make an outer join an inner one.
 */
export const addCondition = (sql: string, offset: number, condition: string): readonly SqlEdit[] | undefined => {
  const found = read(sql)?.map((s) => levelAt(s, offset, sql)).find((l) => l !== undefined);
  if (!found) return undefined;
  const { where } = found.level;
  if (!where) return [{ start: found.after, end: found.after, text: ` where ${condition}` }];
  const place = where._location;
  if (!place) return undefined;
  const append = { start: place.end, end: place.end, text: ` and ${condition}` };
  const isLoose = where.type === 'binary' && where.op === 'OR';
  return isLoose ? [{ start: place.start, end: place.start, text: '(' }, { ...append, text: `)${append.text}` }] : [append];
};
