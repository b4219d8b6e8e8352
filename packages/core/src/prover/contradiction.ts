import type { Context } from './closure.ts';
import type { Edge, JoinNode, Term } from './structure.ts';

/** Terms whose values a condition compared: they are not NULL. */
export const comparedTerms = (edge: Edge): readonly Term[] => {
  if (edge.kind === 'null') return edge.negated ? [edge.a] : [];
  const compares = edge.kind === 'differs' || (edge.kind === 'equal' && edge.bare === true);
  return compares && edge.strict ? [edge.a, edge.b] : [];
};

/** Whether facts say that `a` and `b` are one value. */
const areEqual = (facts: readonly Edge[], a: Term, b: Term): boolean => {
  const seen = new Set([a]);
  for (const term of seen) for (const e of facts) if (e.kind === 'equal' && e.bare && (e.a === term || e.b === term)) seen.add(e.a === term ? e.b : e.a);
  return seen.has(b);
};

/** No row is as these facts want it: a value differs from itself, or is NULL and is not. */
export const contradict = (edges: readonly Edge[]): boolean => {
  const facts = edges.filter((e) => !e.cause);
  const known = new Set(facts.flatMap(comparedTerms));
  return facts.some((e) => (e.kind === 'differs' && areEqual(facts, e.a, e.b)) || (e.kind === 'null' && !e.negated && known.has(e.a)));
};

/** Facts that only a NULL could spoil are certain where it is known that there is none. */
const settled = (edges: readonly Edge[], facts: readonly Edge[], isAmong: (edge: Edge) => boolean): readonly Edge[] => {
  const known = new Set(facts.flatMap(comparedTerms));
  return edges.map((e) => (e.kind === 'equal' && e.orNull && isAmong(e) && (known.has(e.a) || known.has(e.b)) ? { ...e, cause: undefined, orNull: false, strict: true } : e));
};

const joinOf = (edge: Edge): JoinNode | undefined => (edge.guard && 'join' in edge.guard ? edge.guard.join : undefined);

const concerns = (e: Edge): boolean => e.kind === 'differs' || (e.kind === 'null' && !e.negated) || (e.kind === 'equal' && e.orNull === true);

const says = 'no row can meet all of these conditions';

/**
 * The facts of a context with what follows from values that differ or are NULL. Only facts of one condition, or facts that hold
 * for every row, are put together: what a LEFT JOIN did not find, WHERE may ask for.
 */
export const completed = (context: Context, holding: (context: Context) => readonly Edge[]): readonly Edge[] => {
  if (!context.edges.some(concerns)) return context.edges;
  let { edges } = context;
  const joins = new Set(edges.flatMap((e) => joinOf(e) ?? []));
  for (const join of joins) {
    const isAmong = (e: Edge): boolean => joinOf(e) === join;
    const facts = edges.filter((e) => isAmong(e) && !e.cause);
    edges = settled(edges, facts, isAmong);
    if (contradict(facts)) edges = [...edges, { kind: 'never', guard: { join }, says }];
  }
  const facts = holding({ edges, outerJoins: context.outerJoins });
  edges = settled(edges, facts, (e) => e.guard === undefined);
  return contradict(facts) ? [...edges, { kind: 'never', guard: undefined, says }] : edges;
};
