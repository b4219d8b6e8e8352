// Prints each figure as a ratio of two things measured in this run: machines differ, ratios hardly do.
import { benchCheck } from './check.ts';
import { benchProve } from './prove.ts';
import { benchRlsAudit } from './rls-audit.ts';
import { benchScopedKysely } from './scoped-kysely.ts';

await benchProve();
await benchCheck();
await benchRlsAudit();
await benchScopedKysely();
