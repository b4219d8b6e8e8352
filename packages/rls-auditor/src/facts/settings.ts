import { type CallExpr, type Expr, replaceNodes } from '@tenantscope/core';
import type { FunctionEntry, Name } from '../catalog/snapshot.ts';
import { groupBy } from '../group.ts';
import { keyOf } from './database.ts';
import type { Facts } from './facts.ts';

/** A piece of code that decides who sees what. */
export interface Code {
  readonly kind: 'policy' | 'function' | 'view';
  /** For a sentence: `the policy p of docs`. */
  readonly label: string;
  readonly tree: object;
  readonly function?: FunctionEntry | undefined;
  /** The table of a policy. */
  readonly table?: Name | undefined;
}

const own = (extension: string | null): boolean => extension === null;

/** The code of policies, of functions that can be read, and of views. */
export const codeOf = ({ snapshot, database }: Facts): readonly Code[] => [
  ...snapshot.relations.flatMap((r) => r.policies.flatMap((p) => [p.using, p.check].flatMap((text): readonly Code[] => (text === null ? [] : [{ kind: 'policy', label: `the policy ${p.name} of ${r.name}`, tree: database.expression(text), table: r }])))),
  ...snapshot.functions.filter((f) => own(f.extension)).flatMap((f): readonly Code[] => {
    const code = database.code(f);
    return code ? [{ kind: 'function', label: `the function ${keyOf(f)}`, tree: [code.result, ...(code.statements ?? [])], function: f }] : [];
  }),
  ...snapshot.relations.filter((r) => r.kind === 'view' && own(r.extension)).flatMap((r): readonly Code[] => {
    const query = r.query === null ? undefined : database.query(r.query);
    return query ? [{ kind: 'view', label: `the view ${r.name}`, tree: query }] : [];
  }),
];

/** A call of `current_setting`. */
export interface SettingRead {
  readonly name: string;
  /** Whether a missing setting is an error: it has no second argument. */
  readonly strict: boolean;
}

const constantText = (e: Expr | undefined): string | undefined => {
  if (e?.kind === 'cast') return constantText(e.arg);
  return e?.kind === 'constant' && typeof e.value === 'string' ? e.value.toLowerCase() : undefined;
};

const isCurrentSetting = (name: readonly string[]): boolean => name.at(-1) === 'current_setting' && (name.length === 1 || name[0] === 'pg_catalog');

/** The settings that a tree reads. */
export const settingsRead = (tree: object): readonly SettingRead[] => {
  const found: SettingRead[] = [];
  replaceNodes(tree, (node) => {
    if (node.kind !== 'call') return undefined;
    const { name, args } = node as CallExpr;
    const setting = isCurrentSetting(name) ? constantText(args[0]) : undefined;
    if (setting !== undefined) found.push({ name: setting, strict: args.length < 2 });
    return undefined;
  });
  return found;
};

/** The user's functions that a tree calls, as they are written. */
const callsIn = (tree: object): readonly string[] => {
  const names: string[] = [];
  replaceNodes(tree, (node) => {
    if (node.kind === 'call') names.push((node as CallExpr).name.join('.'));
    return undefined;
  });
  return names;
};

const searched = new WeakMap<Facts, readonly FunctionEntry[]>();

/** The functions that policies call, directly or through others. */
export const functionsInPolicies = (facts: Facts): readonly FunctionEntry[] => {
  const known = searched.get(facts);
  if (known) return known;
  const functions = searchFunctions(facts);
  searched.set(facts, functions);
  return functions;
};

const searchFunctions = (facts: Facts): readonly FunctionEntry[] => {
  const code = codeOf(facts);
  const named = groupBy(
    code.flatMap(({ function: f, tree }) => (f ? [keyOf(f), f.name].map((written) => ({ written, f, tree })) : [])),
    (c) => c.written,
  );
  const found = new Set<FunctionEntry>();
  const open = [...new Set(code.filter((c) => c.kind === 'policy').flatMap((c) => callsIn(c.tree)))];
  for (let next = open.pop(); next !== undefined; next = open.pop())
    for (const { f, tree } of named.get(next) ?? []) {
      if (found.has(f)) continue;
      found.add(f);
      open.push(...callsIn(tree));
    }
  return [...found];
};

/** Whether a tree reads a setting without `nullif` around it: an empty value is then taken as it is. */
export const readsBare = (tree: object, setting: string): boolean => {
  let bare = false;
  replaceNodes(tree, (node) => {
    if (node.kind !== 'call') return undefined;
    const { name, args } = node as CallExpr;
    if (name.at(-1) === 'nullif') return node;
    if (isCurrentSetting(name) && constantText(args[0]) === setting) bare = true;
    return undefined;
  });
  return bare;
};
