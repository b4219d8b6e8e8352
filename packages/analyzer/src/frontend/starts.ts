import type { FrontEnd } from './front-end.ts';
import { frontEnds } from './registry.ts';

const template = '``';

const namesOf = (of: (f: FrontEnd) => readonly string[] | undefined): ReadonlySet<string> => new Set(frontEnds.flatMap((f) => of(f) ?? []));

/** Methods that start a query whatever they are called on. */
export const strongMethods = namesOf((f) => f.strong);

/** Methods that start one where a database library is in reach. */
export const weakMethods = namesOf((f) => f.weak);

const called = (names: Iterable<string>): string => `\\b(${[...names].filter((n) => n !== template).map((n) => n.replaceAll('$', String.raw`\$`)).join('|')})\\s*[(<]`;

/** Text in which a query may start, whatever is in reach. */
export const strongStart = new RegExp(called(strongMethods));

/** Text in which one may start where a database library is in reach. */
export const weakStart = new RegExp(`${called(weakMethods)}|[\\w)\\]>]\``);

/** Whether code may start a query, where a database library is in reach. */
export const startsQuery = (text: string): boolean => strongStart.test(text) || weakStart.test(text);
