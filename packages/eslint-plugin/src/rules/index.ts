// Made by scripts/generate.ts from the folders beside this file.
import invalidSuppression from './invalid-suppression/rule.ts';
import noDroppedBuilder from './no-dropped-builder/rule.ts';
import noNullableTenant from './no-nullable-tenant/rule.ts';
import noRawClient from './no-raw-client/rule.ts';
import noSessionTenantSetting from './no-session-tenant-setting/rule.ts';
import noSharedWrite from './no-shared-write/rule.ts';
import noTenantReassignment from './no-tenant-reassignment/rule.ts';
import noUnparenthesisedRaw from './no-unparenthesised-raw/rule.ts';
import noUnprovenQuery from './no-unproven-query/rule.ts';
import noUnscopableStatement from './no-unscopable-statement/rule.ts';
import noUnscopedQuery from './no-unscoped-query/rule.ts';
import noUnstampedInsert from './no-unstamped-insert/rule.ts';
import noUntrustedTenant from './no-untrusted-tenant/rule.ts';
import pendingQuery from './pending-query/rule.ts';
import requireEscapeReason from './require-escape-reason/rule.ts';

/** Every rule, by id. */
export const rules = {
  'invalid-suppression': invalidSuppression,
  'no-dropped-builder': noDroppedBuilder,
  'no-nullable-tenant': noNullableTenant,
  'no-raw-client': noRawClient,
  'no-session-tenant-setting': noSessionTenantSetting,
  'no-shared-write': noSharedWrite,
  'no-tenant-reassignment': noTenantReassignment,
  'no-unparenthesised-raw': noUnparenthesisedRaw,
  'no-unproven-query': noUnprovenQuery,
  'no-unscopable-statement': noUnscopableStatement,
  'no-unscoped-query': noUnscopedQuery,
  'no-unstamped-insert': noUnstampedInsert,
  'no-untrusted-tenant': noUntrustedTenant,
  'pending-query': pendingQuery,
  'require-escape-reason': requireEscapeReason,
} as const;
