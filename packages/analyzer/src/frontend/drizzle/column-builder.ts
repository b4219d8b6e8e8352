import { choose } from '../../flow/branch.ts';
import { type Arguments, Foreign } from '../../flow/foreign.ts';
import { propertyOf } from '../../flow/object.ts';
import type { Run } from '../../flow/run.ts';
import { stringOf } from '../../flow/text.ts';
import { undefinedValue, type Value } from '../../flow/value.ts';
import { Callable, Methods } from './callable.ts';
import type { ColumnDeclaration } from './table.ts';

type Config = Omit<ColumnDeclaration, 'key'>;

/** `uuid('tenant_id').notNull()` before it stands in a table. */
export class ColumnBuilder extends Foreign {
  readonly config: Config;

  constructor(config: Config) {
    super();
    this.config = config;
  }

  declaration(key: string): ColumnDeclaration {
    return { ...this.config, key };
  }

  #with(change: Partial<Config>): ColumnBuilder {
    return new ColumnBuilder({ ...this.config, ...change });
  }

  override invoke(method: string, args: Arguments): Value | undefined {
    const [first] = args.values;
    switch (method) {
      case 'notNull':
        return this.#with({ notNull: true });
      case 'primaryKey':
        return this.#with({ primary: true, notNull: true });
      case 'unique':
        return this.#with({ unique: true });
      case 'references':
        return this.#with({ references: first });
      case 'default':
      case 'defaultRandom':
      case 'defaultNow':
        return this.#with({ hasDefault: true });
      case '$default':
      case '$defaultFn':
        return this.#with({ defaultFn: first });
      case '$onUpdate':
      case '$onUpdateFn':
        return this.#with({ onUpdateFn: first });
      case 'generatedAlwaysAs':
      case 'generatedAlwaysAsIdentity':
        return this.#with({ generated: true });
      case 'generatedByDefaultAsIdentity':
        return this.#with({ hasDefault: true });
      case 'array':
        return this.#with({ type: undefined });
      default:
        // `$type`, `enableRLS` and what later versions add: what it says of a column only makes less of it known.
        return this;
    }
  }

  override mergeWith(other: Foreign): Foreign | undefined {
    return other instanceof ColumnBuilder && other.config === this.config ? this : undefined;
  }
}

const types: Readonly<Record<string, string | undefined>> = {
  bigint: 'int8',
  bigserial: 'int8',
  boolean: 'bool',
  char: 'bpchar',
  cidr: 'cidr',
  date: 'date',
  doublePrecision: 'float8',
  inet: 'inet',
  integer: 'int4',
  interval: 'interval',
  json: 'json',
  jsonb: 'jsonb',
  line: 'line',
  macaddr: 'macaddr',
  macaddr8: 'macaddr8',
  numeric: 'numeric',
  decimal: 'numeric',
  point: 'point',
  geometry: undefined,
  real: 'float4',
  serial: 'int4',
  smallint: 'int2',
  smallserial: 'int2',
  text: 'text',
  time: 'time',
  timestamp: 'timestamp',
  uuid: 'uuid',
  varchar: 'varchar',
  bit: 'bit',
  halfvec: undefined,
  sparsevec: undefined,
  vector: undefined,
};

const serials = new Set(['serial', 'bigserial', 'smallserial']);

/** `uuid()`, `uuid('tenant_id')`, `varchar({ length: 3 })`: the first argument is a name when it is text. */
const columnFunction = (type: string | undefined, encodes = false, serial = false): Callable =>
  new Callable((args, run) => {
    const [first = undefinedValue] = args.values;
    const v = choose(run, first);
    const name = stringOf(v);
    return new ColumnBuilder({ name: name === '' ? undefined : name, type, notNull: serial, primary: false, unique: false, generated: false, hasDefault: serial, encodes });
  });

/** `customType({ dataType, toDriver })`. */
const customType = (args: Arguments, run: Run): Value => {
  const v = choose(run, args.values[0] ?? undefinedValue);
  const toDriver = v.kind === 'object' ? choose(run, propertyOf(v, 'toDriver', args.call)) : undefined;
  return columnFunction(undefined, toDriver === undefined || toDriver.kind !== 'constant');
};

/** The functions that make columns, by name. */
export const columnFunctions: Readonly<Record<string, Callable>> = {
  ...Object.fromEntries(Object.entries(types).map(([name, type]) => [name, columnFunction(type, false, serials.has(name))])),
  customType: new Callable(customType),
};

/** What `pgTable('name', (t) => …)` gives its callback. */
export const columnBuilders = new Methods((name, args, run) => (Object.hasOwn(columnFunctions, name) ? columnFunctions[name]?.call(args, run) : undefined));

/** `pgEnum('status', […])`, which makes columns too. */
export const enumFunction = (): Callable => columnFunction(undefined);
