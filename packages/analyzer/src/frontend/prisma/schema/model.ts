/** A column of a model. */
export interface Field {
  readonly name: string;
  readonly column: string;
  /** The Prisma type, or the name of an enum or composite type: `String`, `Json`. */
  readonly type: string;
  /** PostgreSQL's name of the column's type, where it is known. */
  readonly sqlType?: string | undefined;
  readonly optional: boolean;
  readonly list: boolean;
}

/** A field that leads to rows of a model. */
export interface Relation {
  readonly name: string;
  readonly target: string;
  readonly list: boolean;
  readonly optional: boolean;
  /** The fields of this model and of the other that are equal; empty for an implicit many-to-many relation. */
  readonly own: readonly string[];
  readonly referenced: readonly string[];
  /** Whether this model holds the foreign key. */
  readonly owner: boolean;
  readonly onDelete?: string | undefined;
  readonly onUpdate?: string | undefined;
  /** The table of an implicit many-to-many relation: which of its columns refers to this model, and which to the other. */
  readonly through?: { readonly table: string; readonly own: 'A' | 'B'; readonly other: 'A' | 'B' } | undefined;
}

export interface Unique {
  /** What a compound key is called in `where`: `tenantId_id`. */
  readonly name: string;
  readonly fields: readonly string[];
  readonly primary: boolean;
}

export interface Model {
  readonly name: string;
  readonly schema?: string | undefined;
  readonly table: string;
  readonly view: boolean;
  readonly fields: ReadonlyMap<string, Field>;
  readonly relations: ReadonlyMap<string, Relation>;
  readonly uniques: readonly Unique[];
}

export interface PrismaSchema {
  readonly models: ReadonlyMap<string, Model>;
  /** `strictUndefinedChecks`: undefined is an error, and nothing is left out for it. */
  readonly strict: boolean;
  /** Whether relations have foreign keys in the database (`relationMode = "prisma"`: they have none). */
  readonly foreignKeys: boolean;
}

/** `order` of `prisma.order`. */
export const delegateName = ({ name }: Model): string => name.charAt(0).toLowerCase() + name.slice(1);

export const columnOf = (model: Model, field: string): string => model.fields.get(field)?.column ?? field;

export const primaryKey = (model: Model): readonly string[] => (model.uniques.find((u) => u.primary) ?? model.uniques[0])?.fields ?? [];
