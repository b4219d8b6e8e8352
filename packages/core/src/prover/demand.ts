import { type Context, explain, reach, type Reach } from './closure.ts';
import { contextOf, type Demand, type Level } from './level.ts';
import type { Session } from './session.ts';
import { type Cause, type Exit, type Pending, type State, TENANT } from './structure.ts';

/** From the states that would discharge an obligation here to the ways in which an outer level can. */
export type ExitFinder = (states: readonly State[]) => { readonly exits: readonly Exit[]; readonly note?: string | undefined };

/** The statement ends here: nothing outside can discharge what is open. */
export const noExit: ExitFinder = () => ({ exits: [] });

const contextFor = (context: Context, demand: Demand): Context => {
  if (demand.regardless) return { edges: [], outerJoins: false };
  if (demand.perhaps) return { ...context, edges: context.edges.filter((e) => e.kind !== 'never' && e.kind !== 'differs' && e.kind !== 'null') };
  return demand.inside ? { ...context, assumed: new Set([demand.inside]) } : context;
};

const statesOf = (reached: Reach): readonly State[] => reached.steps.map((s) => s.state);

const notesFor = (level: Level, demand: Demand, reached: Reach): readonly string[] => {
  const terms = new Set(reached.steps.map((s) => s.state.term));
  const untrusted = [...terms].find((t) => t.untrusted);
  return [
    ...(untrusted ? [`${demand.obligation.column} is tied to ${untrusted.origin ?? untrusted.label}, which is not a trusted value`] : []),
    ...(demand.inherited?.notes ?? []),
    ...level.remarks.filter((r) => terms.has(r.term)).map((r) => r.why),
  ];
};

const ruleFor = (demand: Demand, reached: Reach): string | undefined =>
  demand.inherited?.rule ?? (reached.steps.some((s) => s.state.term.untrusted && s.state.tag === TENANT) ? 'no-untrusted-tenant' : undefined);

/** The certain ways out, and those that only may be. */
const allExits = (sure: readonly Exit[], likely: readonly Exit[], doubt: Cause | undefined): readonly Exit[] => [
  ...sure,
  ...likely.flatMap((x) => (x.cause ?? doubt ? [{ ...x, cause: x.cause ?? doubt }] : [])),
];

/** Shows an obligation with the facts of a context; undefined when it is discharged. */
export const settle = (
  session: Session,
  level: Level,
  demand: Demand,
  whole: Context,
  exitsOf: ExitFinder,
): Pending | undefined => {
  const context = contextFor(whole, demand);
  const sure = demand.starts.filter((s) => !s.cause).map((s) => s.state);
  const certain = reach(sure, context, demand.present, false);
  const { table, alias, at } = demand.obligation;
  if (certain.goal) {
    session.steps.push({ table, alias, at, by: explain(certain) });
    return undefined;
  }
  const all = demand.starts.map((s) => s.state);
  const likely = reach(all, context, demand.present, true);
  const doubt = demand.starts.find((s) => s.cause)?.cause;
  const sureExits = exitsOf(statesOf(certain));
  const cause = (likely.goal ? (likely.goal.cause ?? doubt) : undefined) ?? demand.inherited?.cause;
  const exits = allExits(sureExits.exits, exitsOf(statesOf(likely)).exits, doubt ?? causeOfSteps(likely));
  return {
    obligation: demand.obligation,
    exits,
    cause,
    rule: ruleFor(demand, certain),
    notes: [...(sureExits.note === undefined ? [] : [sureExits.note]), ...notesFor(level, demand, certain)],
  };
};

const causeOfSteps = (reached: Reach): Cause | undefined => {
  for (const step of reached.steps) if (step.by?.cause) return step.by.cause;
  return undefined;
};

/** Shows all that is demanded at a level; returns what it could not discharge. */
export const settleLevel = (session: Session, level: Level, exitsOf: ExitFinder): readonly Pending[] => {
  const context = contextOf(level);
  return level.demands.flatMap((demand) => settle(session, level, demand, context, exitsOf) ?? []);
};
