import type { FrontEnd } from './front-end.ts';

/** How queries start in the libraries of a project, told by names alone: too much rather than too little. */
export interface Starts {
  /** Methods that start a query whatever they are called on. */
  readonly strong: ReadonlySet<string>;
  /** Methods that start one where a database library is in reach. */
  readonly weak: ReadonlySet<string>;
  /** Whether one may start in a text, whatever is in reach. */
  readonly strongIn: (text: string) => boolean;
  /** Whether one may start in a text where a database library is in reach. */
  readonly in: (text: string) => boolean;
}

const template = '``';
/** A call of a value that is called itself, under whatever name. */
const direct = '()';
const anyCall = '[\\w$\\])>]\\s*\\(\\s*[^\\s)]';

const called = (names: ReadonlySet<string>): RegExp => {
  const words = [...names].filter((n) => n !== template && n !== direct).map((n) => n.replaceAll('$', String.raw`\$`));
  const calls = words.length === 0 ? [] : [String.raw`(?<![\w$])(${words.join('|')})\s*[(<]`];
  const tags = names.has(template) ? ['[\\w)\\]>]`'] : [];
  const any = names.has(direct) ? [anyCall] : [];
  return new RegExp([...calls, ...tags, ...any].join('|') || '(?!)');
};

const made = new Map<string, Starts>();

/** The same for the same libraries. */
export const startsOf = (libraries: readonly FrontEnd[]): Starts => {
  const key = libraries.map((f) => f.name).join();
  let known = made.get(key);
  if (!known) made.set(key, (known = create(libraries)));
  return known;
};

const create = (libraries: readonly FrontEnd[]): Starts => {
  const strong = new Set(libraries.flatMap((f) => f.strong ?? []));
  const weak = new Set(libraries.flatMap((f) => f.weak ?? []));
  const always = called(strong);
  const inReach = called(weak);
  return { strong, weak, strongIn: (text) => always.test(text), in: (text) => always.test(text) || inReach.test(text) };
};
