/** A database as its own catalog describes it: JSON that can be saved, compared and audited without the database. */
export interface Snapshot {
  readonly version: 1;
  readonly server: Server;
  readonly roles: readonly Role[];
  readonly schemas: readonly SchemaEntry[];
  readonly relations: readonly Relation[];
  readonly functions: readonly FunctionEntry[];
  readonly types: readonly TypeEntry[];
  readonly collations: readonly CollationEntry[];
  readonly operators: readonly OperatorEntry[];
  readonly databases: readonly DatabaseEntry[];
  readonly defaultPrivileges: readonly DefaultPrivileges[];
  readonly settings: readonly StoredSettings[];
  readonly publications: readonly Publication[];
  readonly extensions: readonly Extension[];
  readonly languages: readonly Language[];
  readonly foreignServers: readonly ForeignServer[];
  readonly slots: readonly Slot[];
}

export interface Server {
  /** `180004` is 18.4. */
  readonly number: number;
  readonly database: string;
  /** The role that read the catalog. */
  readonly user: string;
  readonly isReplica: boolean;
  /** Whether `pg_stats_ext` shows only what its reader may see (CVE-2024-4317); undefined when it cannot be told. */
  readonly guardsStatistics: boolean | undefined;
  readonly largeObjects: { readonly exist: boolean; readonly unchecked: boolean };
}

/** Access privileges as PostgreSQL writes them (`app=arwd/owner`); null: the built-in default of the kind of object. */
export type Acl = readonly string[] | null;

export interface Membership {
  readonly role: string;
  readonly inherit: boolean;
  readonly set: boolean;
  readonly admin: boolean;
}

export interface Role {
  readonly name: string;
  readonly superuser: boolean;
  readonly bypassRls: boolean;
  readonly inherit: boolean;
  readonly createRole: boolean;
  readonly createDatabase: boolean;
  readonly login: boolean;
  readonly replication: boolean;
  readonly memberOf: readonly Membership[];
}

export interface SchemaEntry {
  readonly name: string;
  readonly owner: string;
  readonly acl: Acl;
  readonly extension: string | null;
}

export type RelationKind = 'table' | 'partitioned table' | 'view' | 'materialized view' | 'foreign table' | 'sequence';

export interface Name {
  readonly schema: string;
  readonly name: string;
}

export interface Relation extends Name {
  readonly kind: RelationKind;
  readonly owner: string;
  readonly acl: Acl;
  readonly extension: string | null;
  readonly rowSecurity: boolean;
  readonly forceRowSecurity: boolean;
  readonly temporary: boolean;
  readonly options: readonly string[];
  readonly columns: readonly Column[];
  readonly constraints: readonly Constraint[];
  readonly indexes: readonly Index[];
  readonly policies: readonly Policy[];
  readonly triggers: readonly Trigger[];
  readonly rules: readonly Rule[];
  /** What it is a partition of, or inherits from. */
  readonly parents: readonly Name[];
  readonly partitionKey: string | null;
  readonly partitionBound: string | null;
  /** The query of a view. */
  readonly query: string | null;
  /** Of a foreign table. */
  readonly server: string | null;
  /** The table and column that a sequence belongs to. */
  readonly ownedBy: (Name & { readonly column: string }) | null;
}

export interface Column {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  readonly default: string | null;
  /** The expression is in `default`. */
  readonly generated: boolean;
  readonly identity: 'always' | 'by default' | null;
  /** Other than that of the type. */
  readonly collation: Name | null;
  readonly acl: Acl;
  /** Declared on the table itself, not only inherited. */
  readonly local: boolean;
}

export interface Constraint {
  readonly name: string;
  readonly kind: 'primary key' | 'unique' | 'foreign key' | 'check' | 'exclude' | 'trigger' | 'not null';
  readonly definition: string;
  readonly columns: readonly string[];
  readonly target: Name | null;
  readonly targetColumns: readonly string[];
  readonly onDelete: string | null;
  readonly onUpdate: string | null;
  readonly validated: boolean;
  /** Not made here: it came with a partition or from a parent. */
  readonly inherited: boolean;
}

export interface Index {
  readonly name: string;
  /** Null for that of a constraint, which has its own. */
  readonly definition: string | null;
  readonly unique: boolean;
  readonly valid: boolean;
  /** Key columns; null stands for an expression. */
  readonly columns: readonly (string | null)[];
  readonly partial: boolean;
  /** Made by a constraint of the same name. */
  readonly constraint: boolean;
  readonly inherited: boolean;
}

export type PolicyCommand = 'all' | 'select' | 'insert' | 'update' | 'delete';

export interface Policy {
  readonly name: string;
  readonly command: PolicyCommand;
  readonly permissive: boolean;
  /** `public` is everybody. */
  readonly roles: readonly string[];
  readonly using: string | null;
  readonly check: string | null;
}

export interface Trigger {
  readonly name: string;
  readonly definition: string;
  readonly function: Name;
  readonly enabled: boolean;
  readonly inherited: boolean;
}

export interface Rule {
  readonly name: string;
  readonly definition: string;
  readonly enabled: boolean;
}

export interface FunctionEntry extends Name {
  /** The types of its arguments, as in `DROP FUNCTION`. */
  readonly arguments: string;
  readonly argumentNames: readonly string[];
  readonly kind: 'function' | 'procedure' | 'aggregate' | 'window';
  readonly returns: string | null;
  readonly returnsSet: boolean;
  readonly returnsTrigger: boolean;
  readonly language: string;
  readonly volatility: 'immutable' | 'stable' | 'volatile';
  readonly strict: boolean;
  readonly securityDefiner: boolean;
  readonly leakproof: boolean;
  readonly owner: string;
  readonly acl: Acl;
  readonly settings: readonly string[];
  /** The whole CREATE FUNCTION; null for aggregates and for functions in C. */
  readonly definition: string | null;
  readonly extension: string | null;
}

export interface TypeEntry extends Name {
  readonly kind: 'enum' | 'domain' | 'composite' | 'range';
  readonly owner: string;
  /** The SQL that makes it. */
  readonly definition: string;
  readonly extension: string | null;
}

export interface CollationEntry extends Name {
  readonly deterministic: boolean;
  readonly provider: string;
  readonly locale: string | null;
}

export interface OperatorEntry extends Name {
  readonly left: string | null;
  readonly right: string;
  readonly function: Name;
}

export interface DatabaseEntry {
  readonly name: string;
  readonly owner: string;
  readonly acl: Acl;
  readonly allowsConnections: boolean;
  readonly template: boolean;
}

export interface DefaultPrivileges {
  readonly owner: string;
  readonly schema: string | null;
  readonly on: 'tables' | 'sequences' | 'functions' | 'types' | 'schemas' | 'large objects';
  readonly acl: readonly string[];
}

export interface StoredSettings {
  readonly database: string | null;
  readonly role: string | null;
  readonly settings: readonly string[];
}

export interface Publication {
  readonly name: string;
  readonly owner: string;
  readonly allTables: boolean;
  readonly schemas: readonly string[];
  readonly tables: readonly (Name & { readonly filter: string | null })[];
}

export interface Extension {
  readonly name: string;
  readonly schema: string;
  readonly version: string;
}

export interface Language {
  readonly name: string;
  readonly trusted: boolean;
  readonly owner: string;
  readonly acl: Acl;
}

export interface ForeignServer {
  readonly name: string;
  readonly wrapper: string;
  readonly owner: string;
  readonly acl: Acl;
  /** Roles with a user mapping; `public` is everybody. */
  readonly mappedFor: readonly string[];
}

export interface Slot {
  readonly name: string;
  readonly logical: boolean;
  readonly database: string | null;
}
