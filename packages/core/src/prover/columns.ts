import { type TableModel, isUniqueBy } from '../model/model.ts';
import { TENANT, type Binding, type Cause, type ColumnFacts, type Edge, type Guard, type Term } from './structure.ts';

/** The pseudo-column that carries the tenant tag when a row is the tenant's own or declared public. */
export const PUBLIC = '\0public';

const systemColumns = new Set(['ctid', 'xmin', 'xmax', 'cmin', 'cmax', 'tableoid']);

/** Whether the binding has the column: yes, no, or not known. */
export const hasColumn = (binding: Binding, name: string): boolean | undefined =>
  binding.columns === undefined ? undefined : binding.columns.includes(name) || (binding.source.kind === 'table' && systemColumns.has(name));

/** Facts of an output column as edges on the term that stands for it outside. */
const factEdges = (facts: ColumnFacts, a: Term, guard: Guard): readonly Edge[] => [
  ...facts.tags.map(({ tag, cause, says }): Edge => ({ kind: 'tagged', a, tag, cause, guard, says })),
  ...(facts.absent ? equalWhenPresent(a, facts.outer, guard) : facts.outer.map((b) => sameInside(a, b, guard))),
];

const sameInside = (a: Term, b: Term, guard: Guard): Edge => ({ kind: 'equal', a, b, strict: false, guard, says: `${a.label} = ${b.label} inside the sub-query` });

/**
 * The value of a sub-query that may find no row: it carries what the others carry, NULL carries anything. The others need not be
 * equal to it, nor through it to one another.
 */
export const equalWhenPresent = (a: Term, others: readonly Term[], guard: Guard): readonly Edge[] =>
  others.map((b): Edge => ({ kind: 'implies', a, tagA: undefined, b, tagB: undefined, guard, says: `${a.label} = ${b.label} inside the sub-query` }));

/** Two columns of one row that are equal, or of which one is NULL. */
const peerEdges = (a: Term, b: Term, guard: Guard): readonly Edge[] => {
  if (!isAbsent(a) && !isAbsent(b)) return [sameInside(a, b, guard)];
  return [...(isAbsent(b) ? [] : equalWhenPresent(a, [b], guard)), ...(isAbsent(a) ? [] : equalWhenPresent(b, [a], guard))];
};

/** A table that others inherit from shows their rows, too, and before PostgreSQL 18 those could drop the NOT NULL. */
const notNull = (binding: Binding, column: string): boolean =>
  binding.source.kind === 'table' && binding.source.table.inherited !== true && binding.source.table.columns?.get(column)?.notNull === true;

const makeTerm = (binding: Binding, column: string, facts?: ColumnFacts): Term => ({
  label: `${binding.alias}.${column}`,
  depth: binding.depth,
  bindings: [binding],
  source: { binding, column },
  trust: undefined,
  untrusted: facts?.untrusted !== undefined,
  origin: facts?.untrusted,
  inexact: facts?.inexact,
  nonNull: facts?.nonNull ?? notNull(binding, column),
  whenPresent: facts?.absent ? facts.outer : undefined,
});

const outputTerm = (binding: Binding, column: string): Term => {
  if (binding.source.kind !== 'query') return makeTerm(binding, column);
  const { output } = binding.source;
  const index = (binding.columns ?? output.names).indexOf(column);
  const facts = index >= 0 ? output.facts(index) : output.named?.(column);
  const term = makeTerm(binding, column, facts);
  if (!facts) return term;
  binding.facts.push(...factEdges(facts, term, { binding }));
  for (const peer of facts.peers) {
    const name = (binding.columns ?? output.names)[peer];
    const other = name === undefined ? undefined : binding.terms.get(name);
    if (other) binding.facts.push(...peerEdges(term, other, { binding }));
  }
  return term;
};

/** The term for a column of a binding; what is known of it is recorded in the binding's level on first use. */
export const columnTerm = (binding: Binding, column: string): Term => {
  const found = binding.terms.get(column);
  if (found) return found;
  const computed = binding.source.kind === 'rows' ? binding.source.terms.get(column) : undefined;
  const term = computed ?? outputTerm(binding, column);
  binding.terms.set(column, term);
  return term;
};

/** The term for a column by the name the query uses. */
export const visibleTerm = (binding: Binding, name: string): Term => columnTerm(binding, binding.renames?.get(name) ?? name);

/** The term for an output position of a derived relation. */
export const positionTerm = (binding: Binding, position: number | string): Term | undefined => {
  if (binding.source.kind !== 'query') return undefined;
  const name = typeof position === 'string' ? position : (binding.columns ?? binding.source.output.names)[position];
  return name === undefined ? undefined : columnTerm(binding, name);
};

const tableOf = (term: Term): TableModel | undefined =>
  term.source?.binding.source.kind === 'table' ? term.source.binding.source.table : undefined;

/**
 * Types whose `=` is identity, among themselves too. Equality through any other proves nothing: it knows no case (citext), no blanks
 * (char), more spellings of a value (interval, float), or goes through another type (date to timestamptz, int4 to oid).
 */
const exactTypes = new Set(['uuid', 'text', 'varchar', 'int2', 'int4', 'int8', 'numeric', 'bool', 'bytea', 'inet']);

export const isExactType = (name: string): boolean => exactTypes.has(name);

/** Of a type that is known to have no parts: a row whose parts are all NULL is NULL itself. */
export const hasScalarType = (term: Term): boolean => {
  // Of a sub-query only such columns are known never to be NULL.
  if (term.source?.binding.source.kind === 'query') return term.nonNull;
  const type = term.source && tableOf(term)?.columns?.get(term.source.column)?.type;
  return type !== undefined && isExactType(type);
};

/** Why equality with the term is not identity; undefined when it is. */
export const inexact = (term: Term): Cause | undefined => {
  const column = term.source && tableOf(term)?.columns?.get(term.source.column);
  if (term.inexact) return term.inexact;
  if (column?.inexact !== undefined) return { rule: 'unproven-predicate', why: `${term.label} ${column.inexact}: equality with it is not identity` };
  const type = column?.type;
  return type !== undefined && !exactTypes.has(type)
    ? { rule: 'unproven-predicate', why: `${term.label} is of type ${type}, whose equality is not identity` }
    : undefined;
};

/**
 * What a foreign key adds when a row of the child is joined to the parent on columns that identify the parent:
 * the joined row is the referenced row, so the remaining columns of the key agree too.
 * MATCH SIMPLE enforces nothing when a column is NULL, hence the two directions differ.
 */
export const foreignKeyEdges = (a: Term, b: Term, guard: Guard): readonly Edge[] => {
  const child = tableOf(a);
  const parent = tableOf(b);
  if (!child || !parent || !a.source || !b.source || child.view || parent.view || child.inherited) return [];
  const from = a.source;
  const to = b.source;
  if (!isUniqueBy(parent, [to.column])) return [];
  const edges: Edge[] = [];
  for (const fk of child.foreignKeys) {
    const at = fk.columns.findIndex((c, i) => c === from.column && fk.referenced[i] === to.column);
    if (fk.target !== parent.key || at < 0 || fk.columns.length !== 2) continue;
    const childColumn = fk.columns[1 - at];
    const parentColumn = fk.referenced[1 - at];
    if (childColumn === undefined || parentColumn === undefined) continue;
    const c = columnTerm(from.binding, childColumn);
    const p = columnTerm(to.binding, parentColumn);
    const cause = inexact(c) ?? inexact(p);
    const says = `${p.label} = ${c.label} (foreign key of ${child.key} to ${parent.key})`;
    const implies = (x: Term, y: Term): Edge => ({ kind: 'implies', a: x, tagA: undefined, b: y, tagB: undefined, guard, cause, says });
    edges.push(implies(p, c));
    if (c.nonNull) edges.push(implies(c, p));
  }
  return edges;
};

/** `a` carries the tenant when the row is known to be public; used for declared public rows. */
export const publicTerm = (binding: Binding): Term => columnTerm(binding, PUBLIC);

/** The states that discharge the ownership of a table's row, none for tables nobody owns. */
export const ownerState = (binding: Binding, table: TableModel): { readonly term: Term; readonly tag: string } | undefined => {
  const { ownership } = table;
  if (ownership.kind === 'tenant') return { term: columnTerm(binding, ownership.column), tag: TENANT };
  if (ownership.kind === 'via') return { term: columnTerm(binding, ownership.column), tag: ownership.parent };
  return undefined;
};

/** The value of a sub-query, handed on or not. */
export const isAbsent = ({ source, depth, nonNull }: Term): boolean => {
  if (!source) return depth > 0 && !nonNull;
  const { binding, column } = source;
  if (binding.source.kind !== 'query') return false;
  const { output } = binding.source;
  const index = (binding.columns ?? output.names).indexOf(column);
  return index >= 0 && output.facts(index).absent === true;
};
