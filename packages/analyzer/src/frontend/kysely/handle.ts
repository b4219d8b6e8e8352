import type { Cte } from '@tenantscope/core';
import type { ts } from 'ts-morph';
import { alternatives, choose } from '../../flow/branch.ts';
import { type Arguments, Foreign } from '../../flow/foreign.ts';
import { propertyOf } from '../../flow/object.ts';
import { spelled } from '../../flow/origin.ts';
import type { Guarantee } from '../../flow/guarantee.ts';
import type { Run } from '../../flow/run.ts';
import { scalar, undefinedValue, type Value } from '../../flow/value.ts';
import { Builder, type Origin } from './builder.ts';
import { Compiled } from './compiled.ts';
import { type BuilderKind, type Draft, emptyDraft } from './draft.ts';
import { expressionBuilder, FunctionModule } from './expression-builder.ts';
import { CompiledFragment, Fragment } from './fragment.ts';
import { lowerBody } from './lower.ts';
import { methodOf } from './methods.ts';
import { afterPlugin, type Naming } from './plugin.ts';
import { cteName } from './name.ts';
import { atOf, itemsFrom, nameOf, relationFrom, relationsFrom, settle } from './operands.ts';

const first = (args: Arguments): Value => args.values[0] ?? undefinedValue;
const firstNode = (args: Arguments): ts.Node => args.nodes[0] ?? args.call;

const kinds: Readonly<Record<string, BuilderKind>> = {
  selectFrom: 'select',
  selectNoFrom: 'select',
  insertInto: 'insert',
  replaceInto: 'insert',
  updateTable: 'update',
  deleteFrom: 'delete',
  mergeInto: 'merge',
};

/** Names of the methods that start a query on a handle. */
export const rootMethods: ReadonlySet<string> = new Set([...Object.keys(kinds), 'with', 'withRecursive']);

const startDraft = (run: Run, name: string, kind: BuilderKind, args: Arguments, base: Draft, schema: string | undefined): Draft => {
  if (name === 'selectNoFrom') return { ...base, items: itemsFrom(run, first(args), firstNode(args)) };
  if (kind === 'select') return { ...base, from: relationsFrom(run, first(args), firstNode(args), schema) };
  const relation = relationFrom(run, first(args), firstNode(args), schema);
  if (relation.kind === 'table') return { ...base, target: relation };
  return { ...base, problems: [...base.problems, { rule: 'unproven-flow', cause: `the table ${spelled(firstNode(args))} is only known at run time` }] };
};

export interface Creator {
  /** Undefined: of a callback of `with`, so its queries are parts of another. */
  readonly site: boolean;
  /** The call of the first `with`. */
  readonly node?: ts.Node | undefined;
  readonly schema?: string | undefined;
  readonly naming?: Naming | undefined;
  readonly ctes: readonly Cte[];
  readonly recursive: boolean;
  readonly guarantee?: Guarantee | undefined;
}

const handleMethods = new Set(['withSchema', 'withPlugin', 'withoutPlugins', 'withTables', '$extendTables', '$omitTables', '$pickTables', 'transaction', 'startTransaction', 'connection', 'executeQuery', 'case', 'fn', 'destroy', 'getExecutor']);
export const handleNames: ReadonlySet<string> = new Set([...rootMethods, ...handleMethods]);

/** `Kysely`, `Transaction`, `QueryCreator`, and what `with` returns. */
export class Handle extends Foreign {
  readonly creator: Creator;

  constructor(creator: Creator = { site: true, ctes: [], recursive: false }) {
    super();
    this.creator = creator;
  }

  /** The same handle in another state. */
  protected derive(creator: Creator): Handle {
    return new Handle(creator);
  }

  override property(name: string): Value | undefined {
    if (name === 'fn') return new FunctionModule();
    return name === 'dynamic' ? new Dynamic() : undefined;
  }

  override invoke(name: string, args: Arguments, run: Run): Value | undefined {
    if (Object.hasOwn(kinds, name)) return this.#start(name, args, run);
    switch (name) {
      case 'with':
      case 'withRecursive':
        return this.#withCte(name === 'withRecursive', args, run);
      case 'withSchema':
        return this.derive({ ...this.creator, schema: nameOf(run, first(args), firstNode(args)) ?? '?' });
      case 'withPlugin':
        return alternatives(
          run,
          () => this.derive({ ...this.creator, naming: afterPlugin(this.creator.naming, choose(run, first(args))) }),
          () => this.derive({ ...this.creator, naming: 'unknown' }),
        );
      case 'withoutPlugins':
        return this.derive({ ...this.creator, naming: undefined });
      case 'withTables':
      case '$extendTables':
      case '$omitTables':
      case '$pickTables':
        return this;
      case 'transaction':
      case 'startTransaction':
      case 'connection':
        return new TransactionBuilder(this.derive({ ...this.creator, ctes: [] }));
      case 'executeQuery':
        return this.#executeQuery(args, run);
      case 'fn':
        return new FunctionModule().call(args, run);
      case 'case':
        return expressionBuilder.invoke('case', args, run);
      default:
        return undefined;
    }
  }

  #start(name: string, args: Arguments, run: Run): Value {
    const { creator } = this;
    const origin: Origin = { node: creator.node ?? args.call, site: creator.site, schema: creator.schema, naming: creator.naming, guarantee: creator.guarantee };
    const kind = kinds[name] ?? 'select';
    const base = { ...emptyDraft(kind, atOf(args.call)), ctes: creator.ctes, recursive: creator.recursive };
    if (origin.site) run.log.open({ node: origin.node });
    const built = alternatives(
      run,
      () => new Builder(origin, startDraft(run, name, kind, args, base, creator.schema), methodOf),
      () => new Builder(origin, { ...base, problems: [{ rule: 'unproven-flow', cause: 'the table has more alternatives than are told apart' }] }, methodOf),
    );
    if (origin.site) run.log.track({ node: origin.node }, built, run);
    return built;
  }

  #withCte(recursive: boolean, args: Arguments, run: Run): Value {
    const { creator } = this;
    const node = creator.node ?? args.call;
    if (creator.site) run.log.open({ node });
    return alternatives(
      run,
      () => {
        const name = cteNameOf(run, args);
        const body = args.values[1] ?? undefinedValue;
        const inner = new Handle({ site: false, ctes: [], recursive: false, schema: creator.schema });
        const built = settleBody(run, body, inner, args.nodes[1] ?? args.call);
        const cte: Cte | undefined = built && { ...cteName(name ?? '?'), body: built };
        return this.derive({ ...creator, node, recursive: creator.ctes.length === 0 ? recursive : creator.recursive, ctes: cte ? [...creator.ctes, cte] : creator.ctes });
      },
      () => this,
    );
  }

  #executeQuery(args: Arguments, run: Run): Value {
    const v = choose(run, first(args));
    if (v instanceof Compiled || v instanceof CompiledFragment) return v.decide(run, args.call);
    if (v instanceof Builder) return v.execute(run, args.call);
    run.log.lose({ node: args.call, guarantee: this.creator.guarantee }, run.entry, `the compiled query ${spelled(firstNode(args))} was made where it is not followed`);
    return scalar(args.call);
  }

  override mergeWith(other: Foreign): Foreign | undefined {
    const same = (h: Handle): string | undefined => (h.creator.site ? h.fingerprint() : undefined);
    return other instanceof Handle && (other.creator === this.creator || (same(this) !== undefined && same(other) === same(this))) ? this : undefined;
  }

  override fingerprint(): string | undefined {
    return this.creator.ctes.length === 0 ? `handle:${this.creator.schema ?? ''}:${this.creator.naming ?? ''}:${this.creator.guarantee?.key ?? ''}` : undefined;
  }
}

/** `with('name', …)` or `with(cte => cte('name').materialized(), …)`. */
const cteNameOf = (run: Run, args: Arguments): string | undefined => {
  const v = choose(run, first(args));
  if (v.kind !== 'function') return nameOf(run, v, firstNode(args));
  const built = choose(run, run.call(v, [new CteNamer()], firstNode(args)));
  return built instanceof CteNamer ? built.name : undefined;
};

class CteNamer extends Foreign {
  readonly name: string | undefined;

  constructor(name?: string) {
    super();
    this.name = name;
  }

  override call(args: Arguments, run: Run): Value {
    return new CteNamer(nameOf(run, first(args), firstNode(args)));
  }

  override invoke(): Value {
    return this;
  }
}

const settleBody = (run: Run, body: Value, inner: Handle, node: ts.Node): Cte['body'] | undefined => {
  const v = choose(run, body);
  const built = v.kind === 'function' ? choose(run, run.call(v, [inner], node)) : settle(run, v, node);
  if (built instanceof Builder) {
    built.consume(run);
    return lowerBody(built.draft);
  }
  const at = atOf(node);
  if (built instanceof Fragment) return bodyOfFragment(built, at);
  return lowerBody({ ...emptyDraft('select', at), problems: [{ rule: 'unproven-flow', cause: 'the common table expression is not followed' }] });
};

const bodyOfFragment = (fragment: Fragment, at: ReturnType<typeof atOf>): Cte['body'] => {
  const [statement, ...more] = fragment.statements();
  if (more.length === 0 && statement && isBody(statement)) return statement;
  return lowerBody({ ...emptyDraft('select', at), problems: [{ rule: 'unproven-fragment', cause: 'the common table expression is not read' }] });
};

const isBody = (s: { readonly kind: string }): s is Cte['body'] => ['select', 'set', 'values', 'insert', 'update', 'delete', 'merge'].includes(s.kind);

/** `db.transaction().setIsolationLevel(…).execute(trx => …)` */
export class TransactionBuilder extends Foreign {
  readonly handle: Handle;

  constructor(handle = new Handle()) {
    super();
    this.handle = handle;
  }

  override invoke(name: string, args: Arguments, run: Run): Value | undefined {
    if (name !== 'execute') return this;
    const [callback] = args.values;
    return callback ? run.call(callback, [this.handle], args.call) : this.handle;
  }
}

/** The class `Kysely`: `new Kysely({ dialect, plugins })`. */
export class KyselyClass extends Foreign {
  override construct(args: Arguments, run: Run): Value {
    const handle = (naming: Naming | undefined): Handle => new Handle({ site: true, ctes: [], recursive: false, naming });
    return alternatives(
      run,
      () => {
        const options = choose(run, first(args));
        const plugins = options.kind === 'object' ? choose(run, propertyOf(options, 'plugins', firstNode(args))) : undefinedValue;
        const given = plugins.kind === 'array' ? plugins.items.map((i) => (i.presence === 'one' ? choose(run, i.value) : scalar(args.call))) : [];
        return handle(given.reduce<Naming | undefined>((naming, plugin) => afterPlugin(naming, plugin), undefined));
      },
      () => handle('unknown'),
    );
  }
}

/** `db.dynamic.ref(name)`, `db.dynamic.table(name)` */
class Dynamic extends Foreign {
  override invoke(name: string, args: Arguments, run: Run): Value | undefined {
    if (name === 'table') return new DynamicTable(first(args), firstNode(args));
    return name === 'ref' ? expressionBuilder.invoke('ref', args, run) : undefined;
  }
}

class DynamicTable extends Foreign {
  readonly name: Value;
  readonly node: ts.Node;

  constructor(name: Value, node: ts.Node) {
    super();
    this.name = name;
    this.node = node;
  }

  override invoke(method: string, args: Arguments, run: Run): Value | undefined {
    if (method !== 'as') return undefined;
    const name = nameOf(run, this.name, this.node);
    const alias = nameOf(run, first(args), firstNode(args));
    return name === undefined || alias === undefined ? scalar(this.node, { cause: 'the table is only known at run time' }) : { kind: 'constant', value: `${name} as ${alias}` };
  }
}
