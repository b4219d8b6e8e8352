// Made by scripts/generate.ts from the files of this folder.
import { invalidBaselineEntry } from './invalid-baseline-entry.ts';
import { invalidSuppression } from './invalid-suppression.ts';
import { noSessionTenantSetting } from './no-session-tenant-setting.ts';
import { noSharedWrite } from './no-shared-write.ts';
import { noTenantReassignment } from './no-tenant-reassignment.ts';
import { noUndeclaredEscape } from './no-undeclared-escape.ts';
import { noUnscopableStatement } from './no-unscopable-statement.ts';
import { noUnscopedQuery } from './no-unscoped-query.ts';
import { noUnstampedInsert } from './no-unstamped-insert.ts';
import { noUntrustedTenant } from './no-untrusted-tenant.ts';
import { unprovenColumn } from './unproven-column.ts';
import { unprovenFlow } from './unproven-flow.ts';
import { unprovenFragment } from './unproven-fragment.ts';
import { unprovenFunction } from './unproven-function.ts';
import { unprovenPredicate } from './unproven-predicate.ts';
import { unprovenReference } from './unproven-reference.ts';
import { unprovenSql } from './unproven-sql.ts';
import { unprovenStatement } from './unproven-statement.ts';
import { unprovenTable } from './unproven-table.ts';
import { unprovenValue } from './unproven-value.ts';
import type { Rule } from './rule.ts';

/** Every rule, by id. */
export const rules: readonly Rule[] = [
  invalidBaselineEntry,
  invalidSuppression,
  noSessionTenantSetting,
  noSharedWrite,
  noTenantReassignment,
  noUndeclaredEscape,
  noUnscopableStatement,
  noUnscopedQuery,
  noUnstampedInsert,
  noUntrustedTenant,
  unprovenColumn,
  unprovenFlow,
  unprovenFragment,
  unprovenFunction,
  unprovenPredicate,
  unprovenReference,
  unprovenSql,
  unprovenStatement,
  unprovenTable,
  unprovenValue,
];
