import type { QueryCreator } from 'kysely';
// The types of the methods are the interface's; Kysely's own overloads cannot be written down again here.
type Args = readonly never[];
type Method = (...args: Args) => never;
type MethodName = 'selectFrom' | 'selectNoFrom' | 'insertInto' | 'updateTable' | 'deleteFrom' | 'mergeInto' | 'with' | 'withRecursive';

/** Kysely's query creator without the methods that lead out of the scope: no schema, no plugins, no executor, no `replaceInto`. */
export class TenantQueryCreator {
  readonly #creator: QueryCreator<never>;

  constructor(creator: QueryCreator<never>) {
    this.#creator = creator;
  }

  #call(method: MethodName, args: Args): never {
    return (this.#creator[method] as unknown as Method).apply(this.#creator, args as never);
  }

  selectFrom(...args: Args): never {
    return this.#call('selectFrom', args);
  }

  selectNoFrom(...args: Args): never {
    return this.#call('selectNoFrom', args);
  }

  insertInto(...args: Args): never {
    return this.#call('insertInto', args);
  }

  updateTable(...args: Args): never {
    return this.#call('updateTable', args);
  }

  deleteFrom(...args: Args): never {
    return this.#call('deleteFrom', args);
  }

  mergeInto(...args: Args): never {
    return this.#call('mergeInto', args);
  }

  with(...args: Args): TenantQueryCreator {
    return new TenantQueryCreator(this.#call('with', args));
  }

  withRecursive(...args: Args): TenantQueryCreator {
    return new TenantQueryCreator(this.#call('withRecursive', args));
  }
}
