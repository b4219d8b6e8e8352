import { PUBLIC } from './columns.ts';
import { completed } from './contradiction.ts';
import { TENANT, type Binding, type Cause, type Edge, type Guard, type JoinNode, type State, type Tag, type Term } from './structure.ts';

/** The facts an obligation may use. */
export interface Context {
  readonly edges: readonly Edge[];
  /** False when no join of the level can NULL-extend: every fact then holds. */
  readonly outerJoins: boolean;
  /** Joins whose condition is taken to be met (for what stands inside that condition). */
  readonly assumed?: ReadonlySet<JoinNode> | undefined;
}

const meets = (present: ReadonlySet<Binding>, side: ReadonlySet<Binding>): boolean => {
  for (const b of side) if (present.has(b)) return true;
  return false;
};

const extendsSide = (join: JoinNode, side: 'left' | 'right'): boolean =>
  join.type === 'full' || (side === 'right' ? join.type === 'left' : join.type === 'right');

/** Whether the join's condition was met, given bindings known not to be NULL-extended. */
const conditionMet = (join: JoinNode, present: ReadonlySet<Binding>, context: Context): boolean => {
  if (context.assumed?.has(join)) return true;
  for (let p = join.parent; p; p = p.join.parent)
    if (extendsSide(p.join, p.side) && !meets(present, p.join[p.side]) && !context.assumed?.has(p.join)) return false;
  if (join.type === 'inner') return true;
  if (join.type === 'left') return meets(present, join.right);
  if (join.type === 'right') return meets(present, join.left);
  return meets(present, join.left) && meets(present, join.right);
};

const holds = (guard: Guard, present: ReadonlySet<Binding>, context: Context): boolean => {
  if (guard === undefined) return true;
  return 'join' in guard ? conditionMet(guard.join, present, context) : present.has(guard.binding);
};

const mention = (present: Set<Binding>, term: Term): boolean => {
  const before = present.size;
  for (const b of term.bindings) present.add(b);
  return present.size !== before;
};

/** Terms whose bindings are there where the fact holds. */
const mentioned = (edge: Edge): readonly Term[] => {
  switch (edge.kind) {
    case 'equal':
    case 'differs':
      return edge.strict ? [edge.a, edge.b] : [];
    case 'null':
      return edge.negated ? [edge.a] : [];
    case 'implies':
      return edge.strict ? [edge.a] : [];
    case 'tagged':
      // A declared public row may be told by a NULL.
      return edge.a.source?.column === PUBLIC ? [] : [edge.a];
    case 'never':
      return [];
  }
};

/** A fact that holds makes the bindings it speaks of non-NULL, which may make further facts hold. */
const addMentioned = (edge: Edge, present: Set<Binding>): boolean => {
  let grew = false;
  for (const term of mentioned(edge)) grew = mention(present, term) || grew;
  return grew;
};

/** The facts that hold for a row in which `present` are not NULL-extended. `optimistic` lets uncertain facts hold too. */
const activeEdges = (context: Context, present: Iterable<Binding>, optimistic: boolean): readonly Edge[] => {
  const usable = optimistic ? context.edges : context.edges.filter((e) => !e.cause);
  if (!context.outerJoins) return usable;
  const known = new Set(present);
  let pending = usable;
  const active: Edge[] = [];
  for (let grew = true; grew; ) {
    grew = false;
    const rest: Edge[] = [];
    for (const edge of pending) {
      if (!holds(edge.guard, known, context)) {
        rest.push(edge);
        continue;
      }
      active.push(edge);
      grew = addMentioned(edge, known) || grew;
    }
    pending = rest;
  }
  return active;
};

/** The facts that hold for every row, NULL or not. */
export const certainFacts = (context: Context): readonly Edge[] => activeEdges(context, [], false).filter((e) => e.kind !== 'equal' || e.strict);

/** How a state was reached: from which state, by which fact. */
interface Step {
  readonly state: State;
  readonly from?: Step | undefined;
  readonly by?: Edge | undefined;
}

/** Everything that would discharge an obligation, and the proof if something does. */
export interface Reach {
  readonly steps: readonly Step[];
  /** The last step of a proof; undefined when there is none. */
  readonly goal?: { readonly step?: Step | undefined; readonly by?: Edge | undefined; readonly cause?: Cause | undefined } | undefined;
}

/** Below this many facts, looking through all of them is cheaper than an index. */
const few = 24;

const touches = (edge: Edge, term: Term): boolean =>
  edge.kind !== 'never' && (edge.a === term || (edge.kind === 'equal' && edge.b === term));

/** The facts that speak of a term. */
const neighbours = (edges: readonly Edge[]): ((term: Term) => readonly Edge[]) => {
  // Stryker disable next-line ConditionalExpression,EqualityOperator: it only saves time
  if (edges.length <= few) return (term) => edges.filter((e) => touches(e, term));
  const index = new Map<Term, Edge[]>();
  const add = (term: Term, edge: Edge): void => {
    const list = index.get(term);
    if (list) list.push(edge);
    else index.set(term, [edge]);
  };
  for (const edge of edges) {
    if (edge.kind === 'never') continue;
    add(edge.a, edge);
    if (edge.kind === 'equal') add(edge.b, edge);
  }
  return (term) => index.get(term) ?? [];
};

const nextState = (edge: Edge, { term, tag }: State): State | undefined => {
  if (edge.kind === 'equal') return { term: edge.a === term ? edge.b : edge.a, tag };
  if (edge.kind === 'implies' && (edge.tagA === undefined || edge.tagA === tag))
    return { term: edge.b, tag: edge.tagB ?? tag };
  return undefined;
};

const causeOf = (step: Step | undefined): Cause | undefined => {
  for (let s = step; s; s = s.from) if (s.by?.cause) return s.by.cause;
  return undefined;
};

/** `edges` are those that speak of the step's term. */
const goalAt = (step: Step, edges: readonly Edge[], optimistic: boolean): Reach['goal'] => {
  const { term, tag } = step.state;
  if (tag === TENANT && term.trust === true) return { step, cause: causeOf(step) };
  if (tag === TENANT && term.trust && term.trust !== true && optimistic) return { step, cause: causeOf(step) ?? term.trust };
  for (const edge of edges)
    if (edge.kind === 'tagged' && edge.tag === tag) return { step, by: edge, cause: causeOf(step) ?? edge.cause };
  return undefined;
};

/** Follows facts from the states that would discharge an obligation towards the trusted tenant. */
export const reach = (
  starts: readonly State[],
  context: Context,
  present: Iterable<Binding>,
  optimistic: boolean,
): Reach => {
  const edges = activeEdges({ ...context, edges: completed(context, (c) => activeEdges(c, [], false)) }, present, optimistic);
  const never = edges.find((e) => e.kind === 'never');
  if (never) return { steps: [], goal: { by: never, cause: never.cause } };
  const near = neighbours(edges);
  const seen = new Map<Term, Set<Tag>>();
  const steps: Step[] = [];
  const push = (step: Step): void => {
    const tags = seen.get(step.state.term) ?? new Set();
    if (tags.has(step.state.tag)) return;
    seen.set(step.state.term, tags.add(step.state.tag));
    steps.push(step);
  };
  for (const state of starts) push({ state });
  let goal: Reach['goal'];
  for (const step of steps) {
    const facts = near(step.state.term);
    goal ??= goalAt(step, facts, optimistic);
    for (const by of facts) {
      const state = nextState(by, step.state);
      if (state) push({ state, from: step, by });
    }
  }
  return { steps, goal };
};

/** The sentences of a proof, from the obligation to the tenant. */
export const explain = (reached: Reach): readonly string[] => {
  const { goal } = reached;
  if (!goal) return [];
  const said: string[] = [];
  for (let s = goal.step; s?.from; s = s.from) if (s.by?.says !== undefined) said.unshift(s.by.says);
  const last = goal.by?.says ?? goal.step?.state.term.origin;
  return last === undefined ? said : [...said, last];
};
