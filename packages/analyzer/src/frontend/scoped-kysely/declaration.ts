import type { Refusal } from '@tenantscope/core';
import type { ts } from 'ts-morph';
import type { Escape, Guarantee } from '../../flow/guarantee.ts';
import type { Arguments } from '../../flow/foreign.ts';
import { propertyOf } from '../../flow/object.ts';
import { spanOf } from '../../flow/offsets.ts';
import { stringOf } from '../../flow/text.ts';
import { optionsOf, type Single, undefinedValue, type Value } from '../../flow/value.ts';
import { ofEscape } from './guarantee.ts';

const texts = ['reason', 'ticket', 'actor'] as const;

/** A literal that says nothing. What is computed is checked when it runs. */
const isBlank = (value: Single): boolean => {
  if (value.kind === 'text') return stringOf(value)?.trim() === '';
  return value.kind !== 'scalar' && (value.kind !== 'constant' || typeof value.value !== 'string' || value.value.trim() === '');
};

const isEmptyList = (value: Single): boolean => (value.kind === 'array' ? value.items.length === 0 : value.kind !== 'scalar');

const each = (value: Value, test: (v: Single) => boolean): boolean => optionsOf(value).every((o) => test(o.value));

const known = (value: Value): string | undefined => (value.kind === 'union' ? undefined : stringOf(value));

/** The names of a list, as far as they are known. */
const namesIn = (value: Value): readonly string[] =>
  optionsOf(value).flatMap(({ value: v }) => (v.kind === 'array' ? v.items.flatMap((i) => known(i.value) ?? []) : []));

const list = (words: readonly string[]): string => (words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`);

const refusalOf = (missing: readonly string[], at: ts.Node): Refusal | undefined =>
  missing.length === 0
    ? undefined
    : {
        verdict: 'unscoped',
        rule: 'no-undeclared-escape',
        message: 'a query over all tenants is not declared: nobody can tell who runs it, why, and on which tables',
        why: `crossTenant is given no ${list(missing)}: crossTenant({ reason, ticket, actor, tables })`,
        at: spanOf(at),
      };

interface Declaration {
  readonly escape: Escape;
  readonly missing: Refusal | undefined;
}

const declarationOf = (value: Single, at: ts.Node): Declaration => {
  const of = (name: string): Value => (value.kind === 'object' ? propertyOf(value, name, at) : value.kind === 'scalar' ? value : undefinedValue);
  const tables = of('tables');
  const missing = [...texts.filter((name) => each(of(name), isBlank)), ...(each(tables, isEmptyList) ? ['tables'] : [])];
  const said = value.kind === 'object' ? value : undefined;
  const text = (name: string): string | undefined => said && known(of(name));
  return { escape: { reason: text('reason'), ticket: text('ticket'), actor: text('actor'), tables: namesIn(tables), declared: missing.length === 0 }, missing: refusalOf(missing, at) };
};

/** What `crossTenant(…)` gives, for each alternative of its declaration. */
export const declared = (value: Single, args: Arguments): Guarantee => {
  const at = args.nodes[0] ?? args.call;
  const { escape, missing } = declarationOf(value, at);
  return ofEscape(escape, `${args.call.getSourceFile().fileName}:${args.call.pos}`, missing);
};

/** An escape that was declared where it is not followed: it was checked when the handle was made. */
export const declaredElsewhere: Guarantee = ofEscape({ tables: [], declared: true }, 'elsewhere', undefined);
