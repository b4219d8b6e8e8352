/** A query that takes its tenant from a caller, and a caller in another file who gives it what the client chose. */
type Stranger = readonly [why: string, query: string, caller: string];

const head = "import type { TenantId, Request } from './tenant.js'; import type { Db } from './db.js'; declare const db: Db;\n";
const read = "db.selectFrom('o').selectAll().where('tenant_id', '=', t).execute()";
const list = `(t: TenantId) => ${read}`;

const strangers: readonly Stranger[] = [
  ['a renamed export', `const listN = ${list}; export { listN as allN };`, "import { allN } from './queryN.js'; CALL(allN(BAD))"],
  ['a default export of a file whose name is no word', `export default function listN(t: TenantId) { return ${read}; }`, "import any from './queryN.js'; CALL(any(BAD))"],
  ['a private method', `export class RepoN { private listN(t: TenantId) { return ${read}; } }`, "import { RepoN } from './queryN.js'; CALL(new RepoN()['listN'](BAD))"],
  ['a member of a namespace', `namespace SpaceN { export const listN = ${list}; }\nexport { SpaceN };`, "import { SpaceN } from './queryN.js'; CALL(SpaceN.listN(BAD))"],
  ['a member of an object under another name', `const apiN = { listN: ${list} }; export const allN = apiN.listN;`, "import { allN } from './queryN.js'; CALL(allN(BAD))"],
  ['a static method under another name', `class RepoN { static listN(t: TenantId) { return ${read}; } }\nexport const allN = RepoN.listN;`, "import { allN } from './queryN.js'; CALL(allN(BAD))"],
  ['a function that is wrapped', `const wrapN = <F>(f: F): F => f; const listN = ${list}; export const allN = wrapN(listN);`, "import { allN } from './queryN.js'; CALL(allN(BAD))"],
  ['a function that a factory wraps', `const wrapN = <F>(f: F): F => f; export const makeN = () => wrapN(${list});`, "import { makeN } from './queryN.js'; CALL(makeN()(BAD))"],
  ['a default export that is wrapped', `const wrapN = <F>(f: F): F => f; export default wrapN(${list});`, "import any from './queryN.js'; CALL(any(BAD))"],
  ['a function with more on it', `const listN = ${list}; export const fnN = Object.assign(listN, { x: 1 });`, "import { fnN } from './queryN.js'; CALL(fnN(BAD))"],
  ['a bound function', `const listN = ${list}; export const allN = listN.bind(undefined);`, "import { allN } from './queryN.js'; CALL(allN(BAD))"],
  ['a factory of objects', `export const makeN = () => ({ listN: ${list} });`, "import { makeN as m } from './queryN.js'; CALL(m().listN(BAD))"],
  ['a builder that is left to the caller', "export const queryN = db.selectFrom('o').selectAll();", "import { queryN } from './queryN.js'; CALL(queryN.where('tenant_id', '=', BAD).execute())"],
];

/** Their files; `o` holds queries of its own, so that the caller is run. */
export const strangerFiles: Readonly<Record<string, string>> = Object.fromEntries(
  strangers.flatMap(([, query, caller], i): readonly (readonly [string, string])[] => {
    const numbered = (text: string): string => text.replaceAll(/N\b/g, String(i));
    const call = numbered(caller).replace('BAD', "req.body['t'] as TenantId").replace(/CALL\((.*)\)$/, `export const handle${i} = (req: Request) => $1;`);
    return [[`src/query${i}.ts`, head + numbered(query)], [`src/caller${i}.ts`, head + call]];
  }),
);

/** Who runs the query of all tenants, and why, is said by callers: one says nothing. */
export const escapeFiles: Readonly<Record<string, string>> = {
  'src/escape.ts': "import { scoped } from './scoped.js'; export const support = (reason: string) => scoped.crossTenant({ reason, ticket: 'T-1', actor: 'job', tables: ['o'] }).selectFrom('o').selectAll().execute();",
  'src/silent.ts': "import { support } from './escape.js'; export const nightly = () => support('');",
};
