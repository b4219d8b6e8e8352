import type { ts } from 'ts-morph';
import { choose } from '../../flow/branch.ts';
import { nowhere } from '../../flow/fallback.ts';
import { spelled } from '../../flow/origin.ts';
import { literalUnion } from '../../flow/property.ts';
import type { Run } from '../../flow/run.ts';
import { stringOf } from '../../flow/text.ts';
import { type FunctionValue, optionsOf, scalar, type Single, type Value } from '../../flow/value.ts';
import { bindPlain, isPlain } from '../bind.ts';
import { KnexBuilder } from './builder.ts';
import { currentOf } from './captured.ts';
import type { Call } from './call.ts';
import { emptyDraft } from './draft.ts';
import { identifier, name } from './identifier.ts';
import { between, expression, hole, type Part, type Parts, text } from './parts.ts';
import { KnexRaw } from './raw.ts';
import { State } from './state.ts';

/** One alternative of a value; an unknown one of a literal type is one of the literals. */
export const pick = (run: Run, value: Value, node: ts.Node): Single => {
  const v = choose(run, value);
  // A cast of what a client sent to a literal type is no check of it.
  if (v.kind !== 'scalar' || v.taint || v.fetched || node.pos < 0) return v;
  const literals = run.host.literals(node) ?? (v.node.pos >= 0 ? run.host.literals(v.node) : undefined);
  return literals ? choose(run, literalUnion(literals)) : v;
};

/** The text of a name, an operator or a direction. */
export const wordOf = (run: Run, value: Value, node: ts.Node): string | undefined => stringOf(pick(run, value, node));

/** Whether an unknown value is nothing that Knex would print as SQL: text, or what came as JSON. */
export const isText = (run: Run, v: Single, node: ts.Node): boolean => {
  if (v.kind !== 'scalar') return false;
  if (v.taint || v.fetched) return true;
  const asked = node.pos >= 0 ? node : v.node;
  return asked.pos >= 0 && !run.host.isAny(asked) && !run.host.isFunction(asked) && run.host.handle(asked) === undefined;
};

const isForeign = (value: Value): boolean => !isPlain(value);

/** `{ alias: column }` */
const aliased = (call: Call, v: Single & { kind: 'object' }, node: ts.Node): Parts => {
  if (v.entries.some((e) => e.kind === 'spread' || e.optional)) return [hole(`the names in ${spelled(node)} are only known at run time`)];
  return between(
    v.entries.flatMap((e): Parts[] => {
      if (e.kind !== 'property') return [];
      const as = name(e.key);
      const member = choose(call.run, e.value);
      if (as === undefined) return [[hole(`the name ${e.key} holds a parameter`)]];
      if (member.kind === 'function') return [nested(call, member, 'parameter', e.node, { alias: e.key })];
      if (member instanceof KnexBuilder) return [[text('('), ...wrap(call, member, e.node), text(`) as ${as}`)]];
      return [[...wrap(call, member, e.node), text(` as ${as}`)]];
    }),
    ', ',
  );
};

const named = (value: string): Parts => {
  const found = identifier(value);
  return [found === undefined ? hole(`the name ${value} holds a parameter`) : text(found)];
};

/** A column, a table or a select item: text is a name, raw parts and builders stay what they are. */
export const wrap = (call: Call, value: Value, node: ts.Node, place: 'column' | 'table' = 'column'): Parts => {
  const v = pick(call.run, value, node);
  if (v instanceof KnexRaw) return v.inserted();
  if (v instanceof KnexBuilder) return nested(call, v, 'bare', node);
  if (v.kind === 'function') return nested(call, v, 'parameter', node);
  if (v.kind === 'object') return aliased(call, v, node);
  if (v.kind === 'constant' && typeof v.value === 'number') return [text(String(v.value))];
  const word = v.kind === 'constant' ? String(v.value) : stringOf(v);
  if (word !== undefined) return named(word);
  if (place === 'table') return [hole(v.kind === 'scalar' && v.cause !== undefined ? v.cause : `the table ${spelled(node)} is only known at run time`)];
  const cause = `the column ${spelled(node)} is only known at run time`;
  if (v.kind === 'text') return [expression(bindPlain(call.run, scalar(nowhere(), { cause }), node))];
  // Some column: quoted as it is, it is nothing but that.
  return isText(call.run, v, node) ? [expression(bindPlain(call.run, scalar(node, { cause }), node))] : [hole(cause)];
};

/** A list of names, or one. */
export const columnize = (call: Call, value: Value, node: ts.Node): Parts => {
  const v = choose(call.run, value);
  if (v.kind !== 'array') return wrap(call, v, node);
  return between(v.items.map((i) => wrap(call, i.value, node)), ', ');
};

/** A bound value: raw parts and sub-queries stay what they are. */
export const parameter = (call: Call, value: Value, node: ts.Node): Parts => {
  if (!isForeign(value)) return [bound(call, value, node)];
  const v = choose(call.run, value);
  if (v instanceof KnexRaw) return v.inserted();
  if (v instanceof KnexBuilder || v.kind === 'function') return nested(call, v, 'parameter', node);
  return v.kind === 'foreign' ? [hole(`${spelled(node)} is no value`)] : [bound(call, v, node)];
};

const bound = (call: Call, value: Value, node: ts.Node): Part => {
  const hidden = value.kind === 'scalar' && value.trusted === undefined && !value.taint && !value.fetched && node.pos >= 0 && call.run.host.handle(node) !== undefined;
  return hidden ? hole(`${spelled(node)} was made where it is not followed`, 'unproven-fragment') : expression(bindPlain(call.run, value, node));
};

/** A builder of its own, filled by a callback that gets it twice: as `this` and as its argument. */
const called = (call: Call, f: FunctionValue, node: ts.Node): KnexBuilder => {
  const builder = KnexBuilder.made(call.run, { node, site: false }, new State(emptyDraft), call.query);
  call.run.call({ ...f, self: f.self ?? builder }, [builder], node);
  return builder;
};

/** A sub-query, or the conditions of a callback. */
export const nested = (call: Call, v: KnexBuilder | FunctionValue, form: 'parameter' | 'bare' | 'group', node: ts.Node, more: { readonly alias?: string; readonly negated?: boolean; readonly isCurrent?: () => boolean } = {}): Parts => {
  const builder = v instanceof KnexBuilder ? v : called(call, v, node);
  builder.consume(call.run);
  return [{ kind: 'nested', builder, held: builder.state(call.run), form, isCurrent: v.kind === 'function' ? currentOf(call.run, v) : undefined, ...more }];
};

/** `rawOrFn`: what stands for a whole query. Undefined for anything else. */
export const query = (call: Call, value: Value, node: ts.Node): Parts | undefined => {
  const v = choose(call.run, value);
  if (v instanceof KnexRaw) return v.inserted();
  return v instanceof KnexBuilder || v.kind === 'function' ? nested(call, v, 'bare', node) : undefined;
};

/** Whether any of the alternatives of a value may be null. */
export const mayBeNull = (run: Run, value: Value, node: ts.Node): boolean =>
  optionsOf(value).some(({ value: v }) => {
    if (v.kind === 'constant') return v.value === null;
    if (v.kind !== 'scalar' || v.nonNull === true) return false;
    const asked = [node, v.node].filter((n) => n.pos >= 0);
    return v.fetched === true || v.taint !== undefined || asked.every((n) => run.host.mayBeNull(n) || run.host.isAny(n));
  });
