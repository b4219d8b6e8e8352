import { codeOf, readsBare } from '../../facts/settings.ts';
import { keyOf, quoted, quotedName } from '../../facts/database.ts';
import { tenantTables } from '../../facts/facts.ts';
import { type Check, relationSubject, type Reported } from '../check.ts';

const isText = (type: string): boolean => /^(text|character varying|character|citext|bpchar|name)\b/.test(type);

/** `CHECK (tenant_id <> '')`, in whatever words. */
const refusesEmpty = /<> ''|> 0|\bis not null and\b.*<> ''/i;

export default {
  id: 'empty-setting',
  title: 'An empty setting is taken for a tenant',
  severity: 'warning',
  threat: 'bug',
  mechanisms: [45, 46],
  run: (facts): readonly Reported[] => {
    const { setting } = facts.tenancy.reading;
    const [reader] = codeOf(facts).filter((c) => c.kind !== 'view' && readsBare(c.tree, setting));
    if (!reader) return [];
    const texts = tenantTables(facts).flatMap((t): readonly Reported[] => {
      const column = t.columns.find((c) => c.name === facts.tenancy.tenantColumn(t));
      if (!column || !isText(column.type) || t.constraints.some((k) => k.kind === 'check' && k.columns.includes(column.name) && refusesEmpty.test(k.definition))) return [];
      return [{ object: relationSubject(t), message: 'rows of the empty tenant are everybody’s who forgets to say for whom a query is', why: `${reader.label} compares with ${setting} as it is, which is empty after a SET LOCAL, and ${keyOf(t)} may have '' in ${column.name}`, fix: `alter table ${quotedName(t)} add check (${quoted(column.name)} <> '');` }];
    });
    if (texts.length > 0) return texts;
    return [{ severity: 'info', object: { kind: 'setting', name: setting }, message: 'a query without a tenant ends in an error on a connection that was used before, where it finds no row on a new one', why: `${reader.label} casts ${setting} as it is, and the empty text is no value of the type` }];
  },
} satisfies Check;
