import type { Audit } from '../audit.ts';
import type { Finding } from '../checks/check.ts';
import { relationSubject } from '../checks/check.ts';
import { quoted } from '../facts/database.ts';
import type { Facts } from '../facts/facts.ts';
import { isSurrogate } from '../facts/keys.ts';
import type { Leak, Probe, Probed, TellingKey } from './probe.ts';

type Leaking = Extract<Probed, { readonly outcome: 'leaks' }>;

const stateSql = (setting: string | undefined, name: string): string => (setting === undefined ? `-- nobody has set ${name} in this session` : `select set_config('${name}', '${setting}', false);`);

/** SQL that shows something, to be run in a database that has rows of several tenants. */
const shownBy = (role: string, { setting, sql }: Pick<Leak, 'setting' | 'sql'>, what: string, { tenancy }: Facts): string =>
  [`set role ${quoted(role)};`, stateSql(setting, tenancy.reading.setting), `${sql};`, `-- ${what}`].join('\n');

const reproductionOf = ({ role, leak }: Leaking, facts: Facts): string => shownBy(role, leak, `${leak.kind}${leak.row === undefined ? '' : `: ${leak.row}`}`, facts);

const tellingSql = (key: TellingKey, facts: Facts): string => shownBy(key.role, key, `fails on ${key.index.name} where another tenant has such a row, and there alone`, facts);

/** What nobody found, and an attack shows all the same. */
const contradicted = (told: Pick<Finding, 'object' | 'message' | 'why' | 'reproduction'>): Finding => ({ rule: 'contradicted-proof', severity: 'error', threat: 'bug', ...told });

const untold = (key: TellingKey, facts: Facts): Finding =>
  contradicted({
    object: { kind: 'index', schema: key.on.schema, name: key.index.name },
    message: `an attack as ${key.role} learns from an error that another tenant has a row, though nothing was found`,
    why: 'the check of unique keys is wrong, which is a fault of rls-audit: please report it with the snapshot',
    reproduction: tellingSql(key, facts),
  });

/** A reference to a stranger's row is the business of foreign keys, which no policy sees. */
const byKey = ({ leak }: Leaking): boolean => leak.kind === 'rows of the tenant were made to refer to rows of other tenants';

const isProved = ({ verdicts }: Facts, { role, on, command }: Leaking): boolean => {
  const judged = verdicts.filter((v) => v.role === role && v.relation === on && v.command === command);
  return judged.length > 0 && judged.every((v) => v.verdict === 'scoped' || v.verdict === 'none');
};

const isAbout = ({ on }: Leaking, { snapshot }: Facts, { rule, object }: Finding, refers: boolean): boolean => {
  if (!refers) return object.schema === on.schema && object.name === on.name;
  const table = snapshot.relations.find((r) => r.schema === on.schema && r.name === on.name);
  return rule === 'crossing-foreign-key' && table?.constraints.some((k) => k.name === object.name) === true;
};

const contradiction = (leaking: Leaking, facts: Facts): Finding => {
  const { role, on, command } = leaking;
  return contradicted({
    object: 'columns' in on ? relationSubject(on) : { kind: 'function' as const, schema: on.schema, name: on.name },
    message: `an attack as ${role} (${command}) crosses the border between tenants, though nothing was found`,
    why: `the proof is wrong, which is a fault of rls-audit: please report it with the snapshot (${leaking.leak.kind})`,
    reproduction: reproductionOf(leaking, facts),
  });
};

/** The leaks that a finding is the cause of. */
export const leaksBehind = (finding: Finding, facts: Facts, { probed }: Probe): readonly Leak[] =>
  probed.flatMap((p) => (p.outcome === 'leaks' && isAbout(p, facts, finding, byKey(p)) ? [p.leak] : []));

/** The findings of an audit with the attacks that show them; an attack that shows what was proved impossible is a finding itself. */
export const withProbe = ({ facts, findings }: Audit, { probed, tellingKeys }: Probe): Audit => {
  const shown = new Map<Finding, string>();
  const contradictions: Finding[] = [];
  for (const leaking of probed.filter((p) => p.outcome === 'leaks')) {
    const refers = byKey(leaking);
    const about = findings.find((f) => f.severity !== 'info' && !shown.has(f) && isAbout(leaking, facts, f, refers)) ?? findings.find((f) => isAbout(leaking, facts, f, refers));
    if (about && !shown.has(about)) shown.set(about, reproductionOf(leaking, facts));
    if (about === undefined || (!refers && isProved(facts, leaking))) contradictions.push(contradiction(leaking, facts));
  }
  for (const key of tellingKeys) {
    const about = findings.find((f) => f.rule === 'crossing-unique-key' && f.object.schema === key.on.schema && f.object.name === key.index.name);
    if (about) shown.set(about, tellingSql(key, facts));
    else if (!isSurrogate(key.on, key.index)) contradictions.push(untold(key, facts));
  }
  return { facts, findings: [...contradictions, ...findings.map((f) => (shown.has(f) ? { ...f, reproduction: shown.get(f) } : f))] };
};
