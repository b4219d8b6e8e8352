import { type Compilable, Kysely } from 'kysely';
import { printer, printing, type Tables } from '../../packages/scoped-kysely/test/support/schema.ts';
import { trios, type Trio } from './queries.ts';
import { median, type Side, takeTurns } from './rounds.ts';

const times = 200;
const rounds = 60;
const warmUp = 10;

const ours = printer();
const plain = new Kysely<Tables>({ dialect: printing });

const repeated =
  (make: () => Compilable): Side =>
  () => {
    for (let i = 0; i < times; i += 1) make().compile();
  };

const withoutParentheses = (sql: string): string => sql.replaceAll(/[()]/g, '');

/** Written by hand it must be the same statement, or the two are no comparison. */
const checkSame = (trio: Trio): void => {
  const [a, b] = [trio.ours(ours).compile().sql, trio.byHand(plain).compile().sql];
  if (withoutParentheses(a) !== withoutParentheses(b)) throw new Error(`${trio.name} is not the same statement:\n${a}\n${b}`);
};

interface Microseconds {
  readonly ours: number;
  readonly byHand: number;
  readonly bare: number;
}

const measure = async (trio: Trio): Promise<Microseconds> => {
  checkSame(trio);
  const sides = [repeated(() => trio.ours(ours)), repeated(() => trio.byHand(plain)), repeated(() => trio.bare(plain))];
  await takeTurns(sides, warmUp);
  const [a = 0, b = 0, c = 0] = (await takeTurns(sides, rounds)).map((list) => (median(list) * 1000) / times);
  return { ours: a, byHand: b, bare: c };
};

const print = (name: string, { ours, byHand, bare }: Microseconds): void => {
  console.log(`compile, ${name}: ours ${ours.toFixed(1)} µs, by hand ${byHand.toFixed(1)} µs, ratio ${(ours / byHand).toFixed(2)} (≤ 1.3); without the tenant ${bare.toFixed(1)} µs, ratio ${(ours / bare).toFixed(2)}`);
};

/** Building and compiling a query: ours against plain Kysely with the tenant's conditions written by hand. */
export const benchCompile = async (): Promise<void> => {
  const all: Microseconds[] = [];
  for (const trio of trios) {
    const measured = await measure(trio);
    print(trio.name, measured);
    all.push(measured);
  }
  const sum = (side: keyof Microseconds): number => all.reduce((total, one) => total + one[side], 0);
  print('all of them', { ours: sum('ours'), byHand: sum('byHand'), bare: sum('bare') });
};
