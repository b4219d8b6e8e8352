// Written by scripts/index-checks.ts: one line a folder.
import type { Check } from './check.ts';
import bypassingRole from './bypassing-role/check.ts';
import leakingPolicy from './leaking-policy/check.ts';
import leakingView from './leaking-view/check.ts';
import ownerExempt from './owner-exempt/check.ts';
import rowSecurityOff from './row-security-off/check.ts';
import unclassifiedTable from './unclassified-table/check.ts';
import unprovenPolicy from './unproven-policy/check.ts';
import writableSharedTable from './writable-shared-table/check.ts';

export const checks: readonly Check[] = [bypassingRole, leakingPolicy, leakingView, ownerExempt, rowSecurityOff, unclassifiedTable, unprovenPolicy, writableSharedTable];
