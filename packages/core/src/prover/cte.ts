import { isAggregate } from '../postgres/functions.ts';
import type { Relation } from '../query/relation/relation.ts';
import type { Query } from '../query/statement/query.ts';
import type { With } from '../query/statement/with.ts';
import { walk } from '../query/visit.ts';
import type { CteEntry, Env, Level } from './level.ts';
import { capture, refuseUnread, replay, type Session } from './session.ts';
import { noFacts, type ColumnFacts, type Output, type Pending } from './structure.ts';

export const isQuery = (body: CteEntry['cte']['body']): body is Query =>
  body.kind === 'select' || body.kind === 'set' || body.kind === 'values';

/** A column list over unknown columns: which column got which name is not known. */
export const closed = (output: Output, aliases: readonly string[]): Output => {
  const cause = { rule: 'unproven-column', why: 'a column list renames columns that are not known' };
  const pending = output.pending.map((p) => ({ ...p, cause, exits: p.exits.filter((x) => x.kind === 'outer') }));
  return { names: aliases, facts: () => noFacts, pending };
};

const renamed = (output: Output, aliases: readonly string[] | undefined): Output => {
  if (!aliases) return output;
  return output.named ? closed(output, aliases) : { ...output, names: output.names.map((n, i) => aliases[i] ?? n) };
};

/** What holds of a column in both of two queries' rows. */
export const bothFacts = (a: ColumnFacts, b: ColumnFacts): ColumnFacts => ({
  tags: a.tags.flatMap((x) => {
    const y = b.tags.find((t) => t.tag === x.tag);
    return y ? [{ ...x, cause: x.cause ?? y.cause }] : [];
  }),
  outer: a.outer.filter((t) => b.outer.includes(t)),
  peers: a.peers.filter((p) => b.peers.includes(p)),
  untrusted: a.untrusted ?? b.untrusted,
  inexact: a.inexact ?? b.inexact,
  absent: a.absent === true || b.absent === true,
  nonNull: a.nonNull === true && b.nonNull === true,
});

const certainTags = (facts: ColumnFacts): number => facts.tags.filter((t) => !t.cause).length;

/** Whether weakening took nothing away. */
const sameFacts = (before: readonly ColumnFacts[], after: readonly ColumnFacts[]): boolean =>
  before.every((x, i) => {
    const y = after[i];
    return y !== undefined && certainTags(x) === certainTags(y) && x.tags.length === y.tags.length && x.outer.length === y.outer.length && (x.nonNull === true) === (y.nonNull === true);
  });

/** The column whose value the recursive arm hands on unchanged, so that a filter outside acts on every step. */
const SELF = 'self:';
const selfTag = (id: number, index: number): string => `${SELF}${id}:${index}`;

const columnsOf = (output: Output): readonly ColumnFacts[] => output.names.map((_, i) => output.facts(i));

const selfOutput = (id: number, names: Output['names'], facts: readonly ColumnFacts[]): Output => ({
  names,
  facts: (i) => {
    const known = facts[i] ?? noFacts;
    return { ...known, peers: [], tags: [...known.tags, { tag: selfTag(id, i), says: 'the row of the step before' }] };
  },
  pending: [],
});

/**
 * A recursive query: what holds of a column in the seed and, granted for the step before, in the recursive arm, holds in every row.
 * The assumption is weakened until the arm confirms it.
 */
const recursiveOutput = (session: Session, entry: CteEntry): Output | undefined => {
  const { body, columnAliases } = entry.cte;
  if (body.kind !== 'set' || body.op !== 'union') return undefined;
  const env = openWith(session, body.with, entry.parent, entry.env);
  const id = session.nextBinding;
  session.nextBinding += 1;
  const seed = renamed(session.query(body.left, entry.parent, env).output, columnAliases);
  if (seed.named) return undefined;
  let assumed = columnsOf(seed);
  for (let round = 0; round <= 2 * assumed.length + 2; round += 1) {
    entry.self = selfOutput(id, seed.names, assumed);
    const attempt = capture(session, () => session.query(body.right, entry.parent, env).output);
    const arm = attempt.value;
    if (arm.named) return undefined;
    const armFacts = seed.names.map((_, i) => arm.facts(i));
    const next = assumed.map((facts, i) => bothFacts(facts, armFacts[i] ?? noFacts));
    if (sameFacts(assumed, next)) return closeRecursion(id, seed, replay(session, attempt), next, armFacts, body.limit !== undefined || body.offset !== undefined || !isRowByRow(body.right));
    assumed = next;
  }
  return undefined;
};

const isPlainRelation = (r: Relation): boolean => r.kind === 'table' || (r.kind === 'join' && isPlainRelation(r.left) && isPlainRelation(r.right));

/** Each row of the step before is handled by itself: no LIMIT, group, window or sub-query looks at several. */
const isRowByRow = (q: Query): boolean => {
  if (q.kind !== 'select' || q.with || q.limit || q.offset || q.locking || q.distinct !== false || q.groupBy || q.having) return false;
  let plain = q.from.every(isPlainRelation);
  for (const item of q.items)
    if (!item.star)
      walk(item.expr, (e) => {
        if (e.kind === 'subquery' || (e.kind === 'call' && (e.over !== undefined || isAggregate(e.name.at(-1) ?? '')))) plain = false;
      });
  return plain;
};

const closeRecursion = (
  id: number,
  seed: Output,
  arm: Output,
  facts: readonly ColumnFacts[],
  armFacts: readonly ColumnFacts[],
  limited: boolean,
): Output => {
  const kept = (index: number): boolean => !limited && armFacts[index]?.tags.some((t) => t.tag === selfTag(id, index) && !t.cause) === true;
  const pending = [...seed.pending, ...arm.pending].map(
    (p): Pending => ({ ...p, exits: p.exits.filter((x) => x.kind === 'outer' || (x.kind === 'column' && kept(x.index))) }),
  );
  return {
    names: seed.names,
    facts: (i) => {
      const known = facts[i] ?? noFacts;
      return { ...known, peers: [], tags: known.tags.filter((t) => !t.tag.startsWith(SELF)) };
    },
    pending,
  };
};

const unread = (session: Session, entry: CteEntry): Output => {
  refuseUnread(session, { rule: 'unproven-predicate', cause: `the recursive query ${entry.cte.name} has a form that is not followed` });
  return { names: entry.cte.columnAliases ?? [], facts: () => noFacts, pending: [] };
};

const makeOutput = (session: Session, entry: CteEntry): Output => {
  const { body, columnAliases } = entry.cte;
  if (body.kind !== 'select' && body.kind !== 'set' && body.kind !== 'values')
    return renamed(session.write(body, entry.parent, entry.env), columnAliases);
  // Whether the body refers to itself shows when it is read: only then `self` is asked for.
  const attempt = capture(session, () => session.query(body, entry.parent, entry.env).output);
  if (!selfAsked.has(entry)) return renamed(replay(session, attempt), columnAliases);
  return recursiveOutput(session, entry) ?? unread(session, entry);
};

const selfAsked = new WeakSet<CteEntry>();
const busy = new WeakSet<CteEntry>();

/** The rows of a CTE, made on first use. */
export const cteOutput = (session: Session, entry: CteEntry): Output => {
  if (entry.output) return replay(session, entry.output);
  if (busy.has(entry)) {
    selfAsked.add(entry);
    return entry.self ?? { names: entry.cte.columnAliases ?? [], facts: () => noFacts, pending: [] };
  }
  busy.add(entry);
  entry.output = capture(session, () => makeOutput(session, entry));
  busy.delete(entry);
  return replay(session, entry.output);
};

/** Opens the scope of a WITH clause. Data-modifying bodies run whether or not anything refers to them. */
export const openWith = (session: Session, clause: With | undefined, parent: Level | undefined, outer: Env | undefined): Env | undefined => {
  if (!clause) return outer;
  const entries = new Map<string, CteEntry>();
  let env: Env = { entries, outer };
  if (clause.recursive) {
    for (const cte of clause.ctes) entries.set(cte.name, { cte, env, parent });
  } else {
    let before = outer;
    for (const cte of clause.ctes) {
      const one = new Map<string, CteEntry>([[cte.name, { cte, env: before, parent }]]);
      before = { entries: one, outer: before };
    }
    env = before ?? env;
  }
  for (let e: Env | undefined = env; e && e !== outer; e = e.outer)
    for (const entry of e.entries.values()) if (!isQuery(entry.cte.body)) cteOutput(session, entry);
  return env;
};
