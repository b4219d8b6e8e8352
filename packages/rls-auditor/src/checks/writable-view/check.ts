import { exemptionOf, readerOf } from '../../facts/seen.ts';
import { quotedName } from '../../facts/database.ts';
import { actingWhere, tenantTables } from '../../facts/facts.ts';
import { type Check, relationSubject } from '../check.ts';

const hasCheckOption = (options: readonly string[]): boolean => options.some((o) => o.startsWith('check_option='));

export default {
  id: 'writable-view',
  title: 'Rows of other tenants can be written through a view',
  severity: 'error',
  threat: 'bug',
  mechanisms: [68],
  run: (facts) => {
    const guarded = tenantTables(facts);
    return facts.snapshot.relations
      .filter((r) => r.kind === 'view' && r.extension === null && !hasCheckOption(r.options))
      .flatMap((view) => {
        const [role] = actingWhere(facts, (r) => (['insert', 'update'] as const).some((c) => facts.database.reaches(r, c, view)));
        const names = role === undefined ? [] : facts.database.tablesRead(view);
        const exempt = guarded.find((t) => names.includes(t) && exemptionOf(facts.database, readerOf(view, role ?? ''), t) !== undefined);
        // A view of several tables takes no writes by itself.
        if (role === undefined || !exempt || names.length > 1) return [];
        return [{ object: relationSubject(view), message: `${role} can plant rows in other tenants, or hand its own over, through it`, why: `it writes ${exempt.name} with the rights of ${view.owner}, who is exempt from row security, and has no CHECK OPTION`, fix: `alter view ${quotedName(view)} set (security_invoker = true);` }];
      });
  },
} satisfies Check;
