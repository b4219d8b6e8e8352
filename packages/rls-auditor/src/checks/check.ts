import type { Name } from '../catalog/snapshot.ts';
import type { Facts } from '../facts/facts.ts';

export type Severity = 'error' | 'warning' | 'info';

/** Who has to do what for it to matter: an honest application with a bug, injected SQL, or another role or pipeline. */
export type Threat = 'bug' | 'injection' | 'role';

export type ObjectKind = 'table' | 'view' | 'materialized view' | 'foreign table' | 'sequence' | 'function' | 'role' | 'schema' | 'database' | 'policy' | 'publication' | 'extension' | 'setting' | 'server' | 'index' | 'constraint' | 'trigger' | 'rule' | 'language' | 'statement';

/** What a finding is about. `schema` is missing where the kind of object has none. */
export interface Subject {
  readonly kind: ObjectKind;
  readonly schema?: string | undefined;
  readonly name: string;
}

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly threat: Threat;
  readonly object: Subject;
  /** One sentence: what can happen. */
  readonly message: string;
  /** One sentence: why, naming the catalog's evidence. */
  readonly why: string;
  /** SQL that repairs it, idempotent. */
  readonly fix?: string | undefined;
  /** SQL that shows it, where an attack did. */
  readonly reproduction?: string | undefined;
}

/** A check is data and one pure function. */
export interface Check {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly threat: Threat;
  /** Numbers of the mechanisms in the catalogue of failures that it finds. */
  readonly mechanisms: readonly number[];
  readonly run: (facts: Facts) => readonly Reported[];
}

/** A finding without what the check says of all of its own; `severity` only where it differs. */
export type Reported = Pick<Finding, 'object' | 'message' | 'why' | 'fix'> & { readonly severity?: Severity };

/** A relation as the subject of a finding. */
export const relationSubject = ({ kind, schema, name }: Name & { readonly kind: string }): Subject => ({ kind: kind === 'partitioned table' ? 'table' : (kind as ObjectKind), schema, name });

export const runCheck = (check: Check, facts: Facts): readonly Finding[] =>
  check.run(facts).map(({ severity = check.severity, object, message, why, fix }) => ({ rule: check.id, severity, threat: check.threat, object, message, why, ...(fix === undefined ? {} : { fix }) }));
