import type { ts } from 'ts-morph';
import { choose } from '../../flow/branch.ts';
import { type Arguments, Foreign } from '../../flow/foreign.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import { stringOf } from '../../flow/text.ts';
import { scalar, undefinedValue, type Value } from '../../flow/value.ts';
import { awaitAll, awaitValue } from '../../flow/await.ts';
import { chunkOf } from './chunk.ts';
import { Callable, Methods } from './callable.ts';
import { conditionFrom, first, firstNode } from './clause.ts';
import { CountQuery } from './count.ts';
import { type Draft, emptyDraft, withProblem } from './draft.ts';
import { fieldsFrom, fieldsOf } from './fields.ts';
import { type Casing, closed, type Part, text } from './part.ts';
import { type Origin, Query } from './query.ts';
import { distinctOn } from './select.ts';
import { sourceFrom } from './source.ts';
import { Sql } from './sql.ts';
import { stepOf } from './steps.ts';
import { TableValue } from './table.ts';
import { bodyFrom, withClause, withStart } from './with.ts';
import { assignmentsText, valuesText } from './write.ts';

/** What `db.with(…)` puts before a query, and where it stands. */
interface Start {
  readonly origin: Origin;
  readonly withs: () => readonly Part[];
}

/** A query that has no table yet: whoever gets it may read any. */
class QueryStart extends Methods {
  readonly #origin: Origin;

  constructor(origin: Origin, apply: ConstructorParameters<typeof Methods>[0]) {
    super(apply);
    this.#origin = origin;
  }

  override escape(cause: string, run: Run): void {
    if (this.#origin.site) run.log.lose({ node: this.#origin.node }, run.entry, cause);
  }

  override returned(run: Run): void {
    this.escape('its table is named where it is not followed', run);
  }
}

const start = (run: Run, { origin, withs }: Start, kind: Draft['kind'], draft: (base: Draft) => Draft): Query =>
  Query.start(run, origin, () => draft({ ...emptyDraft(kind), withs: withs() }), stepOf, emptyDraft(kind));

/** `db.select(fields)`, up to `.from(table)`. */
const selectStart = (from: Start, args: Arguments, fields: Value | undefined, distinct: ((run: Run) => readonly Part[]) | undefined): Value =>
  new QueryStart(from.origin, (method, inner, run) => {
    if (method !== 'from') return undefined;
    return start(run, from, 'select', (base) => {
      const source = sourceFrom(run, first(inner), firstNode(inner));
      const given = fields && choose(run, fields);
      const isPartial = given !== undefined && !(given.kind === 'constant' && given.value === undefined);
      return { ...base, distinct: distinct?.(run), isPartial, fields: isPartial ? fieldsFrom(run, given, args.call) : source.fields, from: source.text, fromLabel: source.label };
    });
  });

const targetFrom = (run: Run, args: Arguments): TableValue | undefined => {
  const v = choose(run, first(args));
  return v instanceof TableValue ? v : undefined;
};

const unknownTable = (args: Arguments): string => `the table ${spelled(firstNode(args))} is only known at run time`;

const updateStart = (from: Start, args: Arguments): Value =>
  new QueryStart(from.origin, (method, inner, run) => {
    if (method !== 'set') return undefined;
    return start(run, from, 'update', (base) => {
      const target = targetFrom(run, args);
      return target ? { ...base, target, body: assignmentsText(run, target, first(inner), firstNode(inner)) } : withProblem({ ...base, kind: 'fixed' }, unknownTable(args));
    });
  });

const insertedQuery = (run: Run, target: TableValue, args: Arguments): readonly Part[] => {
  const columns = target.columns.filter((c) => !c.declaration.generated);
  const { parts } = bodyFrom(run, first(args), queryBuilder, firstNode(args));
  return [text(' ('), ...columns.flatMap((c, i): readonly Part[] => [...(i === 0 ? [] : [text(', ')]), { kind: 'column', column: c.bare() }]), text(') '), closed(parts)];
};

const insertStart = (from: Start, args: Arguments): Value => {
  const builder: QueryStart = new QueryStart(from.origin, (method, inner, run) => {
    if (method === 'overridingSystemValue') return builder;
    if (method !== 'values' && method !== 'select') return undefined;
    return start(run, from, 'insert', (base) => {
      const target = targetFrom(run, args);
      if (!target) return withProblem({ ...base, kind: 'fixed' }, unknownTable(args));
      const body = method === 'values' ? valuesText(run, target, first(inner), firstNode(inner)) : insertedQuery(run, target, inner);
      return body ? { ...base, target, body } : withProblem({ ...base, kind: 'fixed' }, target.declaration.open ?? 'the inserted values are not followed');
    });
  });
  return builder;
};

const rootMethods = new Set(['select', 'selectDistinct', 'selectDistinctOn', 'insert', 'update', 'delete']);

/** A method that starts a query. */
const startQuery = (run: Run, method: string, args: Arguments, from: Start): Value | undefined => {
  switch (method) {
    case 'select':
      return selectStart(from, args, args.values[0], undefined);
    case 'selectDistinct':
      return selectStart(from, args, args.values[0], () => [text('')]);
    case 'selectDistinctOn':
      return selectStart(from, args, args.values[1], (r) => distinctOn(r, first(args), args));
    case 'insert':
      return insertStart(from, args);
    case 'update':
      return updateStart(from, args);
    case 'delete':
      return start(run, from, 'delete', (base) => {
        const target = targetFrom(run, args);
        return target ? { ...base, target } : withProblem({ ...base, kind: 'fixed' }, unknownTable(args));
      });
    default:
      return undefined;
  }
};

/** `new QueryBuilder()`, and what callbacks that make sub-queries are given: it has no database. */
class QueryBuilder extends Foreign {
  override invoke(method: string, args: Arguments, run: Run): Value | undefined {
    const origin = (node: ts.Node): Origin => ({ node, site: false, casing: 'unknown' });
    if (method === '$with') return withStart(args, this);
    if (method === 'with') return new Methods((name, inner, r) => startQuery(r, name, inner, { origin: origin(inner.call), withs: () => withClause(r, args) }));
    return startQuery(run, method, args, { origin: origin(args.call), withs: () => [] });
  }

  override mergeWith(other: Foreign): Foreign | undefined {
    return other instanceof QueryBuilder ? this : undefined;
  }
}

export const queryBuilder = new QueryBuilder();

/** What starts a query on a handle; the relational queries aside. */
export const startNames: readonly string[] = [...rootMethods, 'with', 'execute', '$count', 'refreshMaterializedView', 'batch'];
export const handleNames: readonly string[] = [...startNames, '$with', 'transaction', '$withAuth', 'rollback', 'setTransaction'];

/** `db.select` that is not called on the spot. */
class Method extends Callable {
  override invoke(name: string, args: Arguments, run: Run): Value | undefined {
    if (name === 'bind') return this;
    return name === 'call' ? this.call({ ...args, values: args.values.slice(1), nodes: args.nodes.slice(1) }, run) : undefined;
  }
}

/** `db`, and the `tx` of a transaction. */
export class Handle extends Foreign {
  readonly casing: Casing;
  readonly #relational: (name: string, node: ts.Node, run: Run, handle: Handle) => Value | undefined;

  constructor(casing: Casing, relational: Handle['relationalOf']) {
    super();
    this.casing = casing;
    this.#relational = relational;
  }

  get relationalOf(): (name: string, node: ts.Node, run: Run, handle: Handle) => Value | undefined {
    return this.#relational;
  }

  #origin(node: ts.Node): Origin {
    return { node, site: true, casing: this.casing };
  }

  override property(key: string, node: ts.Node): Value | undefined {
    if (key === 'query') return new Relational(this);
    if (key === '$primary') return this;
    if (key === '$replicas') return { kind: 'array', items: [{ value: this, presence: 'many' }] };
    return handleNames.includes(key) ? new Method((args, run) => this.invoke(key, args, run)) : key === '$client' ? scalar(node) : undefined;
  }

  override invoke(method: string, args: Arguments, run: Run): Value | undefined {
    switch (method) {
      case '$with':
        return withStart(args, queryBuilder);
      case 'with':
        return new Methods((name, inner, r) => startQuery(r, name, inner, { origin: this.#origin(inner.call), withs: () => withClause(r, args) }));
      case 'execute':
        return this.#execute(args, run).execute(run, args.call);
      case '$count':
        return this.#count(args, run);
      case 'refreshMaterializedView':
        run.log.lose({ node: args.call }, run.entry, 'a materialized view is refreshed with the rows of all tenants');
        return new Methods((name, inner) => (/^(concurrently|withNoData)$/.test(name) ? undefined : scalar(inner.call)));
      case 'transaction':
        return this.#transaction(args, run);
      case 'batch':
        return awaitAll(run, first(args), args.call);
      case '$withAuth':
        return this;
      case 'rollback':
      case 'setTransaction':
        return scalar(args.call);
      default:
        return startQuery(run, method, args, { origin: this.#origin(args.call), withs: () => [] });
    }
  }

  /** `db.execute(sql…)`, `db.execute('text')`, `db.execute(query)` */
  #execute(args: Arguments, run: Run): Query {
    const textOf = (): Draft => {
      const v = choose(run, first(args));
      const raw = v.kind === 'text' || v.kind === 'constant' ? stringOf(v) : undefined;
      if (raw !== undefined) return { ...emptyDraft('fixed'), body: [text(raw)] };
      if (v instanceof Sql) return { ...emptyDraft('fixed'), body: v.parts };
      if (v instanceof Query) return { ...emptyDraft('fixed'), body: v.text(run) };
      return withProblem(emptyDraft('fixed'), `the text ${spelled(firstNode(args))} is only known at run time`);
    };
    return Query.start(run, this.#origin(args.call), textOf, stepOf, emptyDraft('fixed'));
  }

  #count(args: Arguments, run: Run): Value {
    const counted = (): Draft => {
      const v = choose(run, first(args));
      const source = v instanceof TableValue ? chunkOf(run, v, firstNode(args)) : sourceFrom(run, v, firstNode(args)).text;
      const condition = conditionFrom(run, choose(run, args.values[1] ?? undefinedValue), args.nodes[1] ?? args.call);
      return { ...emptyDraft('fixed'), fields: fieldsOf([]), body: [text('select count(*) as count from '), ...source, ...(condition ? [text(' where '), ...condition] : [])] };
    };
    return new CountQuery(Query.start(run, this.#origin(args.call), counted, stepOf, emptyDraft('fixed')), args.call);
  }

  #transaction(args: Arguments, run: Run): Value {
    const [callback] = args.values;
    if (!callback) return undefinedValue;
    return awaitValue(run, run.call(callback, [this], args.call), args.call);
  }

  override mergeWith(other: Foreign): Foreign | undefined {
    return other instanceof Handle && other.casing === this.casing ? this : undefined;
  }

  override fingerprint(): string {
    return `drizzle:${this.casing}`;
  }
}

/** `db.query` */
class Relational extends Foreign {
  readonly #handle: Handle;

  constructor(handle: Handle) {
    super();
    this.#handle = handle;
  }

  override property(key: string, node: ts.Node, run: Run): Value | undefined {
    return this.#handle.relationalOf(key, node, run, this.#handle);
  }
}

