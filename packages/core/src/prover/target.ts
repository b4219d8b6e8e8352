import type { TableModel } from '../model/model.ts';
import { isNull } from '../query/expr/constant.ts';
import type { Expr } from '../query/expr/expr.ts';
import { type TableRelation, writtenName } from '../query/relation/table.ts';
import type { Assignment } from '../query/statement/insert.ts';
import { checkSpread } from './cascade.ts';
import { type Context, reach } from './closure.ts';
import { ownerState } from './columns.ts';
import { checkFilled, regenerates } from './fill.ts';
import { bindTable, showBinding } from './from.ts';
import type { Level } from './level.ts';
import { lookup, resolve } from './resolve.ts';
import { refuse, type Session } from './session.ts';
import { type Finding, judgeValue, mayBeAbsent, unlessAbsent } from './value.ts';
import { TENANT, type Binding, type Tag } from './structure.ts';

/** A column whose written value must carry a tag. */
export interface Requirement {
  readonly column: string;
  readonly tag: Tag;
  /** Which rule of the model asks for it. */
  readonly kind: 'tenant' | 'parent' | 'reference';
}

const ownerOf = ({ ownership }: TableModel): { readonly column: string; readonly tag: Tag } | undefined => {
  if (ownership.kind === 'tenant') return { column: ownership.column, tag: TENANT };
  return ownership.kind === 'via' ? { column: ownership.column, tag: ownership.parent } : undefined;
};

/** What must hold of the columns of a foreign key, unless the key itself ties the two rows' owners. */
const referenceOf = (session: Session, table: TableModel, fk: TableModel['foreignKeys'][number]): readonly Requirement[] => {
  const target = session.model.find(fk.schema, fk.table);
  const own = ownerOf(table);
  const theirs = target && ownerOf(target);
  if (!target || !theirs || (fk.columns.length === 1 && fk.columns[0] === own?.column)) return [];
  if (own?.tag === theirs.tag && fk.columns.some((c, i) => c === own.column && fk.referenced[i] === theirs.column)) return [];
  const columns = fk.columns.map((column, i) => ({ column, referenced: fk.referenced[i] ?? '' }));
  const telling = columns.filter((c) => c.referenced === target.identity);
  // A key that refers to other columns than the identity is not told by it.
  return telling.length > 0
    ? telling.map(({ column }) => ({ column, tag: target.key, kind: 'reference' }))
    : columns.map(({ column, referenced }) => ({ column, tag: `${target.key}(${referenced})`, kind: 'reference' }));
};

/** What must hold of the columns that a write sets. */
export const requirementsOf = (session: Session, table: TableModel): readonly Requirement[] => {
  const own = ownerOf(table);
  return [
    ...(own ? [{ ...own, kind: own.tag === TENANT ? 'tenant' : 'parent' } as const] : []),
    ...table.foreignKeys.flatMap((fk) => referenceOf(session, table, fk)),
  ];
};

/** Binds the table a statement writes; undefined (and refused) when nothing can be said of writing it. */
export const bindTarget = (session: Session, level: Level, relation: TableRelation): { readonly table: TableModel; readonly binding: Binding } | undefined => {
  const table = session.model.find(relation.schema, relation.name);
  const name = writtenName(relation);
  const base = { table: name, at: relation.at };
  if (!table) {
    session.tables.add(name);
    refuse(session, { ...base, verdict: 'unproven', rule: 'unproven-table', message: `whose rows ${name} holds is not known`, why: 'it is not in the known schema and not declared' });
    return undefined;
  }
  if (table.view) {
    session.tables.add(table.key);
    refuse(session, { ...base, verdict: 'unproven', rule: 'unproven-statement', message: `writing through the view ${name} is not decided`, why: 'write the table itself' });
    return undefined;
  }
  const binding = bindTable(session, level, relation, table);
  showBinding(level, binding);
  if (table.ownership.kind === 'shared')
    refuse(session, { ...base, verdict: 'unscoped', rule: 'no-shared-write', message: `rows of ${name}, which every tenant reads, are written on behalf of one tenant`, why: `${name} is declared shared` });
  if (table.ownership.kind === 'unclassified')
    refuse(session, { ...base, verdict: 'unproven', rule: 'unproven-table', message: `whose rows ${name} holds is not known`, why: table.ownership.why });
  return { table, binding };
};

const reference = (session: Session, table: TableModel, r: Requirement, why: string, at: Expr['at']): void => {
  refuse(session, {
    verdict: 'unproven',
    rule: 'unproven-reference',
    message: `${table.key}.${r.column} may refer to a row of ${r.tag} that belongs to another tenant`,
    why,
    table: table.key,
    at,
  });
};

/** The words for a tenant column that is written with something else than the trusted tenant. */
export interface WriteWords {
  readonly rule: string;
  readonly message: string;
  readonly why: string;
}

/** Reports a written value that does not carry what its column requires; tells whether the row is the tenant's own. */
export const reportValue = (
  session: Session,
  table: TableModel,
  r: Requirement,
  finding: Finding,
  words: WriteWords,
  at: Expr['at'],
): Finding => {
  if (finding.kind === 'proved') return finding;
  if (r.kind !== 'tenant') {
    reference(session, table, r, finding.kind === 'doubtful' ? finding.cause.why : 'its value is not known to come from a row of this tenant, and the foreign key does not include the tenant column', at);
    return r.kind === 'reference' ? { kind: 'proved' } : finding;
  }
  const base = { table: table.key, at };
  if (finding.kind === 'doubtful') {
    refuse(session, { ...base, verdict: 'unproven', rule: finding.cause.rule, message: `${table.key}.${r.column} is written with a value that is not proved to be the trusted tenant`, why: finding.cause.why, at: finding.cause.at ?? at });
    return finding;
  }
  const { untrusted } = finding;
  refuse(session, { ...base, verdict: 'unscoped', ...words, ...(untrusted === undefined ? {} : { why: `its value is ${untrusted}, which is not a trusted value` }) });
  return finding;
};

/** A table that is written, as bound at the level of the statement. */
interface Target {
  readonly table: TableModel;
  readonly binding: Binding;
}

/** Two trusted values may name two tenants: a row keeps its tenant only if the value is known to be the row's own. */
const keepsTenant = (session: Session, level: Level, { table, binding }: Target, context: Context, value: Expr, present: Iterable<Binding>): boolean => {
  const owner = ownerState(binding, table);
  if (!owner) return false;
  // That a sub-query may find no row is asked elsewhere: NULL is nobody's, not another tenant's.
  const terms = resolve(session, level, value).terms.flatMap((t) => [t, ...(t.whenPresent ?? [])]);
  const own = reach([owner], context, present, false).steps.map((s) => s.state.term);
  return terms.some((t) => own.some((o) => o === t || (o.depth === 0 && t.depth === 0 && o.trust === true && o.origin === t.origin)));
};

/** The column itself: the row refers to what it referred to before. */
const isItself = (level: Level, { binding }: Target, column: string, value: Expr): boolean => {
  const found = value.kind === 'column' ? lookup(level, value.path) : undefined;
  return found?.kind === 'found' && found.term.source?.binding === binding && found.term.source.column === column;
};

const judgeAssignment = (session: Session, level: Level, target: Target, r: Requirement, context: Context, value: Expr, present: Iterable<Binding>): Finding => {
  if (r.kind === 'reference' && isItself(level, target, r.column, value)) return { kind: 'proved' };
  const finding = judgeValue(session, level, context, value, r.tag, present);
  const moved = r.kind === 'tenant' && finding.kind === 'proved' && !keepsTenant(session, level, target, context, value, present);
  if (moved) return { kind: 'refuted' };
  return mayBeAbsent(session, level, value) ? unlessAbsent(target.table, r, finding) : finding;
};

/** Judges `SET column = value` against what the table requires of the column. */
export const checkAssignments = (
  session: Session,
  level: Level,
  target: Target,
  set: readonly Assignment[],
  context: Context,
  present: Iterable<Binding> = [],
): void => {
  const { table, binding } = target;
  const requirements = requirementsOf(session, table);
  const columns = set.map((a) => a.column);
  checkSpread(session, table, columns, set[0]?.at ?? binding.at);
  checkFilled(session, level, table, (c) => set.some((a) => a.column === c.name && a.value.kind === 'default'));
  for (const r of requirements)
    if (regenerates(table, r.column, columns))
      refuse(session, { verdict: 'unproven', rule: 'unproven-column', message: `${table.key}.${r.column} is generated anew from columns that are written`, why: 'what its expression makes of them is not followed', table: table.key, at: set[0]?.at ?? binding.at });
  for (const { column, value, at } of set)
    for (const r of requirements)
      if (r.column === column && !(r.kind === 'reference' && isNull(value)))
        reportValue(
          session,
          table,
          r,
          judgeAssignment(session, level, target, r, context, value, present),
          { rule: 'no-tenant-reassignment', message: `rows of ${table.key} are moved to another tenant`, why: `${column} is set to a value that is not known to be the row’s own tenant` },
          at ?? value.at,
        );
};
