import { type Assignment, type Expr, operator } from '@tenantscope/core';
import { spanOf } from '../../flow/offsets.ts';
import { spelled } from '../../flow/origin.ts';
import { type Entry, type ObjectValue, optionsOf, scalar, type Value } from '../../flow/value.ts';
import { bindPlain } from '../bind.ts';
import { allGiven, either, type Given, isAbsent, mayBeAbsent, settle, unknownParts } from './argument.ts';
import { columnOf, type Field, type Model, type Relation } from './schema/model.ts';
import { columnAt, decides, type Level, type Scope } from './scope.ts';

/** What `data` says of one row. */
export interface Written {
  readonly columns: readonly Assignment[];
  readonly relations: readonly { readonly relation: Relation; readonly part: Given }[];
  /** Why something of it is not known. */
  readonly unread: readonly { readonly cause: string; readonly part: Given }[];
}

const computed = /^(increment|decrement|multiply|divide|push|unset)$/;

/** `value`, `{ set: value }`, `{ increment: value }`. */
const cell = ({ run }: Scope, level: Level, field: Field, part: Given): Expr => {
  const value = optionsOf(part.value).some((o) => o.value.kind === 'object') ? settle(run, part.value) : part.value;
  if (value.kind !== 'object' || field.type === 'Json') return bindPlain(run, value, part.node);
  const [operation] = allGiven(value, part.node);
  if (operation && operation.key === 'set') return bindPlain(run, operation.value, operation.node);
  if (operation && computed.test(operation.key)) return operator({ op: operation.key, args: [columnAt(level, field.name, part.node), bindPlain(run, operation.value, operation.node)], at: spanOf(part.node) });
  return bindPlain(run, scalar(part.node, { cause: `what ${spelled(part.node)} writes is not known` }), part.node);
};

const isLeftOut = (scope: Scope, model: Model, part: Given): boolean =>
  isAbsent(part.value) || (decides(scope, model, part.key) && mayBeAbsent(scope, part) && either(scope.run));

/** What somebody else may have put into an object beside what its type shows. */
const unknownCells = (scope: Scope, level: Level, object: ObjectValue, known: ReadonlySet<string>, node: Given['node']): Pick<Written, 'columns' | 'unread'> => {
  const { run } = scope;
  const { model } = level;
  const isList = (e: Entry): boolean => e.node.pos >= 0 && run.host.hasProperty(e.node, 'length');
  const holds = (e: Entry, name: string): boolean => e.node.pos < 0 || run.host.isAny(e.node) || (run.host.mayBeNull(e.node) && run.host.mayBeUndefined(e.node)) || run.host.hasProperty(e.node, name);
  const parts = unknownParts(object);
  const fields = [...model.fields.keys()].filter((f) => decides(scope, model, f) && !known.has(f) && parts.some((e) => isList(e) || holds(e, f)));
  const relation = [...model.relations.keys()].find((r) => !known.has(r) && parts.some((e) => !isList(e) && holds(e, r)));
  return {
    columns: fields.map((f) => ({ column: columnOf(model, f), value: bindPlain(run, memberOf(object, f, node), node), at: spanOf(node) })),
    unread: relation === undefined ? [] : [{ cause: `${spelled(parts[0]?.node ?? node)} may hold writes to ${relation}`, part: { key: relation, value: scalar(node), node: parts[0]?.node ?? node } }],
  };
};

const memberOf = (object: ObjectValue, key: string, node: Given['node']): Value => {
  const last = unknownParts(object).at(-1);
  const value = last?.value.kind === 'scalar' ? last.value : undefined;
  return scalar(last?.node ?? node, { taint: value?.taint, parent: value, property: key, cause: value?.cause ?? `${spelled(last?.node ?? node)} may bring a ${key} of its own` });
};

const isScalarNode = (part: Given): boolean => part.node.pos >= 0;

/** A spread that comes after a column may carry another value for it, whatever its type shows. */
const overridden = (scope: Scope, model: Model, object: ObjectValue, part: Given): Given => {
  if (!decides(scope, model, part.key)) return part;
  const at = object.entries.findLastIndex((e) => e.kind === 'property' && e.key === part.key && !e.optional);
  const later = object.entries.slice(at + 1).find((e) => e.kind === 'spread');
  if (!later) return part;
  const taint = later.value.kind === 'scalar' ? later.value.taint : undefined;
  const origin = `${spelled(later.node)} is spread after ${part.key} and may carry another one`;
  return { ...part, value: scalar(later.node, { taint: taint ?? { origin, node: later.node } }), node: later.node };
};

/** Reads one row of `data`; undefined where it is not an object. */
export const writtenOf = (scope: Scope, level: Level, part: Given): Written => {
  const { model } = level;
  const value = settle(scope.run, part.value);
  const object: ObjectValue = value.kind === 'object' ? value : { kind: 'object', entries: [{ kind: 'spread', value, node: part.node }] };
  const known = allGiven(object, part.node).filter((p) => !isLeftOut(scope, model, p));
  const columns = known.flatMap((p): readonly Assignment[] => {
    const field = model.fields.get(p.key);
    const from = field && overridden(scope, model, object, p);
    return field && from ? [{ column: field.column, value: cell(scope, level, field, from), at: isScalarNode(p) ? spanOf(p.node) : undefined }] : [];
  });
  const relations = known.flatMap((p) => {
    const relation = model.relations.get(p.key);
    return relation ? [{ relation, part: p }] : [];
  });
  const strange = known.filter((p) => !model.fields.has(p.key) && !model.relations.has(p.key)).map((p) => ({ cause: `${model.name} has no field ${p.key} in the schema of the client`, part: p }));
  const unknown = unknownCells(scope, level, object, new Set(known.map((p) => p.key)), part.node);
  return { columns: [...columns, ...unknown.columns], relations, unread: [...strange, ...unknown.unread] };
};
