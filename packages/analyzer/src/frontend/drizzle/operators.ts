import type { ts } from 'ts-morph';
import { alternatives, choose } from '../../flow/branch.ts';
import type { Arguments, Spread } from '../../flow/foreign.ts';
import { mergedList } from '../../flow/join.ts';
import { newBranch } from '../../flow/path.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import { type ArrayValue, constant, type Item, optionsOf, undefinedValue, type Value } from '../../flow/value.ts';
import { Callable } from './callable.ts';
import { against, chunkOf, membership } from './chunk.ts';
import { hole, type Part, separated, text } from './part.ts';
import { isClosed, mentions } from './precedence.ts';
import { Sql } from './sql.ts';

const tooMany = (args: Arguments): Value => new Sql([hole('the condition has more alternatives than are told apart')], args.call);

const argument = (args: Arguments, i: number): Value => args.values[i] ?? undefinedValue;
const nodeAt = (args: Arguments, i: number): ts.Node => args.nodes[i] ?? args.call;

/** A function of the library that gives `SQL`, once for each alternative of what it is given. */
const expression = (build: (run: Run, args: Arguments) => readonly Part[] | undefined): Callable =>
  new Callable((args, run) =>
    alternatives(
      run,
      () => {
        if (args.open) return new Sql([hole(`the arguments of ${spelled(args.call)} are a spread list`)], args.call);
        const parts = build(run, args);
        return parts === undefined ? undefinedValue : new Sql(parts, args.call);
      },
      () => tooMany(args),
    ),
  );

const left = (run: Run, args: Arguments): readonly Part[] => chunkOf(run, argument(args, 0), nodeAt(args, 0));

const comparison = (operator: string): Callable =>
  expression((run, args) => {
    const first = choose(run, argument(args, 0));
    return [...chunkOf(run, first, nodeAt(args, 0)), text(` ${operator} `), ...against(run, first, argument(args, 1), nodeAt(args, 1))];
  });

/** `like` and its relatives put the value in as it is. */
const plainComparison = (operator: string): Callable => expression((run, args) => [...left(run, args), text(` ${operator} `), ...chunkOf(run, argument(args, 1), nodeAt(args, 1))]);

const inList = (negated: boolean): Callable => expression((run, args) => membership(run, choose(run, argument(args, 0)), argument(args, 1), nodeAt(args, 1), negated, nodeAt(args, 0)));

const range = (word: string): Callable =>
  expression((run, args) => {
    const first = choose(run, argument(args, 0));
    const bound = (i: number): readonly Part[] => against(run, first, argument(args, i), nodeAt(args, i));
    return [...chunkOf(run, first, nodeAt(args, 0)), text(` ${word} `), ...bound(1), text(' and '), ...bound(2)];
  });

const prefix = (word: string): Callable => expression((run, args) => [text(`${word} `), ...left(run, args)]);
const suffix = (word: string): Callable => expression((run, args) => [...left(run, args), text(` ${word}`)]);

const isMissing = (value: Value): boolean => value.kind === 'constant' && value.value === undefined;

/** Of lists that differ in what proves nothing, one stands for all. */
const listOf = (run: Run, value: Value): ArrayValue | undefined => {
  const lists = optionsOf(value).map((o) => o.value).filter((v) => v.kind === 'array');
  if (lists.length < 2 || lists.length !== optionsOf(value).length) return undefined;
  const merged = mergedList(lists);
  return merged.items.every((i) => i.presence === 'one' || perhaps(run, i) !== undefined) ? merged : undefined;
};

/** The arguments of `and` and `or`, with those of lists whose length is not certain. */
const conditions = (run: Run, args: Arguments, word: 'and' | 'or'): readonly (Item & { readonly node: ts.Node })[] => {
  const found: (Item & { readonly node: ts.Node })[] = [];
  const spread = (s: Spread): void => {
    const list = (word === 'and' ? listOf(run, s.value) : undefined) ?? choose(run, s.value);
    if (list.kind === 'array') found.push(...list.items.map((i) => ({ ...i, node: s.node })));
    else found.push({ value: new Sql([hole(`the conditions ${spelled(s.node)} are only known at run time`)], s.node), presence: 'one', node: s.node });
  };
  for (let i = 0; i <= args.values.length; i++) {
    for (const s of args.spreads ?? []) if (s.before === i) spread(s);
    const value = args.values[i];
    if (value) found.push({ value, presence: 'one', node: nodeAt(args, i) });
  }
  return found;
};

/** How often a condition stands there: told apart where it matters. */
const times = (run: Run, presence: Item['presence']): number => {
  if (presence === 'one') return 1;
  const id = newBranch();
  const picked = choose(run, { kind: 'union', options: (presence === 'many' ? [0, 1, 2] : [0, 1]).map((n) => ({ path: new Map([[id, n]]), value: constant(n) })) });
  return picked.kind === 'constant' ? Number(picked.value) : 0;
};

/** The conditions that a value may be, when it is nothing else. */
const soleConditions = (value: Value): readonly Sql[] | undefined => {
  const real = optionsOf(value).map((o) => o.value).filter((v) => !isMissing(v));
  const found = real.filter((v): v is Sql => v instanceof Sql);
  return found.length === real.length ? found : undefined;
};

/** Conditions of AND that may be missing, and prove nothing, need not be told apart: with one a query reaches fewer rows, and the queries in it are judged. */
const perhaps = (run: Run, { value, presence }: Item): readonly (readonly Part[])[] | undefined => {
  const certain = presence === 'one' && value.kind !== 'union';
  const found = certain ? undefined : soleConditions(value);
  if (!found?.every((c) => isClosed(c.parts) && !mentions(c.parts, run.trust.tenantColumns))) return undefined;
  return found.map((c) => [text('(true or ('), ...c.chunk, text('))')]);
};

const joined = (run: Run, args: Arguments, word: 'and' | 'or'): readonly Part[] | undefined => {
  const parts = conditions(run, args, word).flatMap((c): readonly (readonly Part[])[] => {
    const optional = word === 'and' ? perhaps(run, c) : undefined;
    if (optional) return optional;
    const n = times(run, c.presence);
    const value = n === 0 ? undefinedValue : choose(run, c.value);
    return isMissing(value) ? [] : Array.from({ length: n }, () => chunkOf(run, value, c.node));
  });
  if (parts.length === 0) return undefined;
  const [only] = parts;
  return only && parts.length === 1 ? only : [text('('), ...separated(parts, ` ${word} `), text(')')];
};

/** `and`, `or`: what is `undefined` is left out, and nothing is left of nothing. The parts get no parentheses of their own. */
const connective = (word: 'and' | 'or'): Callable =>
  new Callable((args, run) =>
    alternatives(
      run,
      () => {
        const parts = joined(run, args, word);
        return parts === undefined ? undefinedValue : new Sql(parts, args.call);
      },
      () => tooMany(args),
    ),
  );

const aggregate = (name: string, distinct = false): Callable => expression((run, args) => [text(`${name}(${distinct ? 'distinct ' : ''}`), ...left(run, args), text(')')]);

/** The functions of `drizzle-orm` that make expressions. */
export const operators: Readonly<Record<string, Callable>> = {
  eq: comparison('='),
  ne: comparison('<>'),
  gt: comparison('>'),
  gte: comparison('>='),
  lt: comparison('<'),
  lte: comparison('<='),
  and: connective('and'),
  or: connective('or'),
  not: prefix('not'),
  inArray: inList(false),
  notInArray: inList(true),
  isNull: suffix('is null'),
  isNotNull: suffix('is not null'),
  exists: prefix('exists'),
  notExists: prefix('not exists'),
  between: range('between'),
  notBetween: range('not between'),
  like: plainComparison('like'),
  notLike: plainComparison('not like'),
  ilike: plainComparison('ilike'),
  notIlike: plainComparison('not ilike'),
  arrayContains: comparison('@>'),
  arrayContained: comparison('<@'),
  arrayOverlaps: comparison('&&'),
  asc: suffix('asc'),
  desc: suffix('desc'),
  count: expression((run, args) => {
    const inner = left(run, args);
    return [text('count('), ...(inner.length === 0 ? [text('*')] : inner), text(')')];
  }),
  countDistinct: aggregate('count', true),
  avg: aggregate('avg'),
  avgDistinct: aggregate('avg', true),
  sum: aggregate('sum'),
  sumDistinct: aggregate('sum', true),
  max: aggregate('max'),
  min: aggregate('min'),
};

