import type { ts } from 'ts-morph';
import { ts as compiler } from '#compiler';
import { choose } from '../../flow/branch.ts';
import { type Arguments, Foreign } from '../../flow/foreign.ts';
import { declarationOf } from '../../flow/names.ts';
import { propertyOf } from '../../flow/object.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import { scalar, type Single, undefinedValue, type Value } from '../../flow/value.ts';
import { Methods } from './callable.ts';
import { chunkOf } from './chunk.ts';
import { conditionFrom, settle } from './clause.ts';
import { queryText } from './dialect.ts';
import { type Draft, emptyDraft } from './draft.ts';
import { type Field, fieldsOf } from './fields.ts';
import type { Handle } from './handle.ts';
import { operators } from './operators.ts';
import { closed, hole, name, type Part, separated, text, underAlias } from './part.ts';
import { Query } from './query.ts';
import { relationOf } from './relations.ts';
import { Sql } from './sql.ts';
import { stepOf } from './steps.ts';
import { ColumnValue, TableValue } from './table.ts';
import { sqlTag } from './template.ts';

/** What callbacks of a relational query are given beside the columns. */
const helpers = new Methods((method, args, run) => (method === 'sql' ? sqlTag.call(args, run) : Object.hasOwn(operators, method) ? operators[method]?.call(args, run) : undefined));

class Helpers extends Foreign {
  override property(key: string): Value | undefined {
    if (key === 'sql') return sqlTag;
    return Object.hasOwn(operators, key) ? operators[key] : undefined;
  }

  override invoke(method: string, args: Arguments, run: Run): Value | undefined {
    return helpers.invoke(method, args, run);
  }
}

interface Level {
  readonly table: TableValue;
  readonly alias: string;
  /** The options: an object, or `true`. */
  readonly config: Single;
  readonly joinOn?: readonly Part[] | undefined;
  readonly nested?: 'one' | 'many' | undefined;
  readonly limitOne: boolean;
  readonly node: ts.Node;
}

const option = ({ config, node }: Level, key: string): Value => {
  if (config.kind === 'object') return propertyOf(config, key, node);
  return config.kind === 'constant' ? undefinedValue : scalar(node, { cause: `the options ${spelled(node)} are only known at run time` });
};

const given = ({ table, alias, node }: Level) => (): readonly Value[] => [table.as(alias).asObject(node), new Helpers()];

const isTrue = (v: Single): boolean => v.kind === 'constant' && v.value === true;

/** The condition of the level, its columns under its alias. */
const whereOf = (run: Run, level: Level): readonly Part[] | undefined => {
  const v = settle(run, option(level, 'where'), given(level), level.node);
  const own = v.kind === 'object' ? [hole('a condition that is an object is not read')] : conditionFrom(run, v, level.node);
  const both = [level.joinOn, own && underAlias(own, level.alias)].filter((p) => p !== undefined);
  if (both.length < 2) return both[0];
  return [text('('), ...separated(both, ' and '), text(')')];
};

const orderOf = (run: Run, level: Level): readonly Part[] | undefined => {
  const v = settle(run, option(level, 'orderBy'), given(level), level.node);
  if (v.kind === 'constant' && v.value === undefined) return undefined;
  const items = v.kind === 'array' ? v.items.map((i) => i.value) : [v];
  return separated(items.map((i) => underAlias(chunkOf(run, i, level.node), level.alias)), ', ');
};

const numberOf = (run: Run, level: Level, key: 'limit' | 'offset'): readonly Part[] | undefined => {
  if (key === 'limit' && level.limitOne) return [text('1')];
  const v = choose(run, option(level, key));
  return v.kind === 'constant' && v.value === undefined ? undefined : chunkOf(run, v, level.node);
};

const extrasOf = (run: Run, level: Level): readonly (readonly [string, Field])[] => {
  const v = settle(run, option(level, 'extras'), given(level), level.node);
  if (v.kind === 'constant') return [];
  if (v.kind !== 'object') return [['?', { kind: 'unknown', cause: `the extras ${spelled(level.node)} are not followed` }]];
  return v.entries.map((e, i): readonly [string, Field] => {
    const value = choose(run, e.value);
    if (e.kind !== 'property' || !(value instanceof Sql)) return [`…${i}`, { kind: 'unknown', cause: `the extra ${spelled(e.node)} is not followed` }];
    return [e.key, new Sql(underAlias(value.parts, level.alias), value.node, { alias: value.alias })];
  });
};

/** Of one row by its key a limit leaves all there is. */
const isKey = (columns: readonly ColumnValue[]): boolean => columns.some(({ declaration }) => declaration.primary || declaration.unique);

interface Nested {
  readonly key: string;
  readonly join: readonly Part[];
}

const nestedRead = (run: Run, level: Level, key: string, value: Value, node: ts.Node): Nested | undefined => {
  const config = choose(run, value);
  if (config.kind === 'constant' && !config.value) return undefined;
  const alias = `${level.alias}_${key}`;
  const relation = relationOf(run, level.table, key);
  const lateral = (parts: readonly Part[]): Nested => ({ key, join: [text('left join lateral ('), closed(parts), text(') '), name(alias), text(' on true')] });
  if (!relation) return lateral([text('select '), hole(`the relation ${key} is not found among those that the project declares`), text(' as data')]);
  const pairs = relation.on.fields.map((field, i): readonly Part[] => {
    const reference = relation.on.references[i];
    return [...(reference ? [{ kind: 'column' as const, column: reference.under(alias) }] : [hole('the columns of the relation do not match')]), text(' = '), { kind: 'column', column: field.under(level.alias) }];
  });
  const [only] = pairs;
  const joinOn = only && pairs.length === 1 ? only : [text('('), ...separated(pairs, ' and '), text(')')];
  return lateral(levelText(run, { table: relation.target, alias, config, joinOn, nested: relation.arity, limitOne: relation.arity === 'one' && !isKey(relation.on.references), node }));
};

const nestedReads = (run: Run, level: Level): readonly Nested[] => {
  const v = choose(run, option(level, 'with'));
  if (v.kind === 'constant' && !v.value) return [];
  if (v.kind !== 'object') return [{ key: '?', join: [text('left join lateral (select '), hole(`what is read with ${level.alias} is only known at run time`), text(' as data) "?" on true')] }];
  return v.entries.flatMap((e): readonly Nested[] => {
    if (e.kind === 'spread') return [{ key: '?', join: [text('left join lateral (select '), hole(`${spelled(e.node)} may read anything with it`), text(' as data) "?" on true')] }];
    const found = nestedRead(run, level, e.key, e.value, e.node);
    return found ? [found] : [];
  });
};

const dataOf = (level: Level, key: string): Part => name(`${level.alias}_${key}`, 'data');

/** `buildRelationalQueryWithoutPK`: which columns are left out makes no difference. */
const levelText = (run: Run, level: Level): readonly Part[] => queryText(levelDraft(run, level));

const levelDraft = (run: Run, level: Level): Draft => {
  const { table, alias, nested } = level;
  const aliased = table.as(alias);
  const unknown = level.config.kind === 'object' || isTrue(level.config) || level.config.kind === 'constant' ? [] : [`the options ${spelled(level.node)} are only known at run time`];
  const where = whereOf(run, level);
  const orderBy = orderOf(run, level);
  const limit = numberOf(run, level, 'limit');
  const offset = numberOf(run, level, 'offset');
  const reads = nestedReads(run, level);
  const fields = new Map<string, Field>([...aliased.columns.map((c): readonly [string, Field] => [c.declaration.key, c]), ...extrasOf(run, level)]);
  const base: Draft = { ...emptyDraft('select'), isPartial: true, joins: reads.map((r) => ({ text: r.join, label: undefined })), problems: unknown };
  if (!nested) {
    for (const r of reads) fields.set(r.key, new Sql([dataOf(level, r.key)], level.node));
    return { ...base, fields: fieldsOf(fields), from: aliased.source, where, orderBy, limit, offset };
  }
  const cells = [...[...fields.values()].map(cellOf), ...reads.map((r): readonly Part[] => [dataOf(level, r.key)])];
  const row: readonly Part[] = [text('json_build_array('), ...separated(cells, ', '), text(')')];
  const order = orderBy ? [text(' order by '), ...orderBy] : [];
  const data = new Sql(nested === 'many' ? [text('coalesce(json_agg('), ...row, ...order, text("), '[]'::json)")] : row, level.node, { alias: 'data' });
  const selected: Draft = { ...base, fields: fieldsOf([['data', keepTables(data)]]), from: aliased.source };
  if (!limit && !offset && !orderBy) return { ...selected, where };
  const inner = queryText({ ...emptyDraft('select'), isPartial: true, fields: fieldsOf([['*', new Sql([text('*')], level.node)]]), from: aliased.source, where, orderBy, limit, offset });
  return { ...selected, from: [text('('), closed(inner), text(') '), name(alias)] };
};

const cellOf = (field: Field): readonly Part[] => {
  if (field instanceof ColumnValue) return [{ kind: 'column', column: field }];
  return field instanceof Sql ? [{ kind: 'sql', parts: field.parts }] : [hole(field.kind === 'unknown' ? field.cause : 'a field is not followed')];
};

/** The columns in the row that is built stand in an expression in it. */
const keepTables = (data: Sql): Sql => new Sql([{ kind: 'sql', parts: data.parts }], data.node, { alias: data.alias });

/** `db.query.orders` */
export class RelationalTable extends Foreign {
  readonly #table: TableValue | undefined;
  readonly #key: string;
  readonly #handle: Handle;

  constructor(table: TableValue | undefined, key: string, handle: Handle) {
    super();
    this.#table = table;
    this.#key = key;
    this.#handle = handle;
  }

  override invoke(method: string, args: Arguments, run: Run): Value | undefined {
    if (method !== 'findMany' && method !== 'findFirst') return undefined;
    const draft = (): Draft => {
      if (!this.#table) return { ...emptyDraft('fixed'), problems: [`the table of db.query.${this.#key} is not found`] };
      const config = choose(run, args.values[0] ?? undefinedValue);
      return levelDraft(run, { table: this.#table, alias: this.#key, config, limitOne: method === 'findFirst', node: args.nodes[0] ?? args.call });
    };
    return Query.start(run, { node: args.call, site: true, casing: this.#handle.casing }, draft, (kind, step) => (kind === 'fixed' ? stepOf(kind, step) : undefined), emptyDraft('fixed'));
  }
}

/** The table that the schema of a handle has under a key: the declaration of the member says. */
export const relationalTable = (key: string, node: ts.Node, run: Run, handle: Handle): RelationalTable => {
  const member = compiler.isPropertyAccessExpression(node) ? node.name : node;
  const declaration = declarationOf(run.host, member);
  const named = declaration && compiler.isVariableDeclaration(declaration) && compiler.isIdentifier(declaration.name) ? declaration.name : undefined;
  const value = named ? run.evaluate(named) : declaration && compiler.isPropertyAssignment(declaration) ? run.evaluate(declaration.initializer) : undefined;
  return new RelationalTable(value instanceof TableValue ? value : undefined, key, handle);
};
