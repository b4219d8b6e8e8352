import type { Acl } from '../catalog/snapshot.ts';

export type Privilege =
  | 'select' | 'insert' | 'update' | 'delete' | 'truncate' | 'references' | 'trigger' | 'maintain'
  | 'usage' | 'create' | 'connect' | 'temporary' | 'execute' | 'set' | 'alter system';

const letters: Readonly<Record<string, Privilege>> = {
  r: 'select', a: 'insert', w: 'update', d: 'delete', D: 'truncate', x: 'references', t: 'trigger', m: 'maintain',
  U: 'usage', C: 'create', c: 'connect', T: 'temporary', X: 'execute', s: 'set', A: 'alter system',
};

/** Kinds of objects by the privileges that they come with. */
export type Grantable = 'relation' | 'sequence' | 'column' | 'schema' | 'function' | 'database' | 'language' | 'server';

/** What the owner and everybody have while nothing was granted or revoked. */
const builtIn: Readonly<Record<Grantable, { readonly owner: string; readonly everybody: string }>> = {
  relation: { owner: 'arwdDxtm', everybody: '' },
  sequence: { owner: 'rwU', everybody: '' },
  column: { owner: '', everybody: '' },
  schema: { owner: 'UC', everybody: '' },
  function: { owner: 'X', everybody: 'X' },
  database: { owner: 'CTc', everybody: 'Tc' },
  language: { owner: 'U', everybody: 'U' },
  server: { owner: 'U', everybody: '' },
};

/** `public` is everybody. */
export interface Grant {
  readonly grantee: string;
  readonly privileges: ReadonlySet<Privilege>;
  /** Those that the grantee may grant to others. */
  readonly grantable: ReadonlySet<Privilege>;
}

/** A name at the start of a text, quoted or not, and what follows it. */
const nameAt = (text: string): { readonly name: string; readonly rest: string } => {
  const quoted = /^"((?:[^"]|"")*)"/.exec(text);
  if (quoted) return { name: (quoted[1] ?? '').replaceAll('""', '"'), rest: text.slice(quoted[0].length) };
  const end = text.search(/[=/]/);
  return end < 0 ? { name: text, rest: '' } : { name: text.slice(0, end), rest: text.slice(end) };
};

const privilegesOf = (text: string): ReadonlySet<Privilege> => new Set(Array.from(text).flatMap((letter) => letters[letter] ?? []));

/** The letters before a star. */
const grantableOf = (text: string): ReadonlySet<Privilege> => privilegesOf([...text.matchAll(/(\w)\*/g)].map(([, letter = '']) => letter).join(''));

/** One item of an access control list: `app_rw=arwd/owner`; an empty grantee is everybody. Source: PostgreSQL, 5.8. */
const grantOf = (item: string): Grant => {
  const { name, rest } = nameAt(item);
  const { name: granted } = nameAt(rest.slice(1));
  return { grantee: name === '' ? 'public' : name, privileges: privilegesOf(granted), grantable: grantableOf(granted) };
};

const none: ReadonlySet<Privilege> = new Set();

const sameAs = (acl: readonly string[]): readonly Grant[] => acl.map(grantOf);

/** Who has what on an object. */
export const grantsOf = (acl: Acl, owner: string, kind: Grantable): readonly Grant[] => {
  if (acl) return sameAs(acl);
  const { owner: own, everybody } = builtIn[kind];
  return [
    { grantee: owner, privileges: privilegesOf(own), grantable: none },
    ...(everybody === '' ? [] : [{ grantee: 'public', privileges: privilegesOf(everybody), grantable: none }]),
  ];
};
