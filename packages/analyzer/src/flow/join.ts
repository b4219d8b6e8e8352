import { ts } from '#compiler';
import { agreement, meetPaths, noPath, type Path, through } from './path.ts';
import { type ArrayValue, type Item, type ObjectValue, optionsOf, scalar, type Single, type Value } from './value.ts';

/** More alternatives than this are not told apart any longer. */
const maxAlternatives = 32;

type Option = { readonly path: Path; readonly value: Single };

const sameItems = (a: readonly Item[], b: readonly Item[]): boolean =>
  a.length === b.length && a.every((item, i) => item === b[i] || (item.presence === b[i]?.presence && same(item.value, b[i].value)));

const sameEntries = (a: ObjectValue['entries'], b: ObjectValue['entries']): boolean =>
  a.length === b.length && a.every((e, i) => e === b[i] || (e.node === b[i]?.node && e.kind === b[i].kind && same(e.value, b[i].value)));

/** Whether two values are known to be the same. */
export const same = (a: Value, b: Value): boolean => {
  if (a === b) return true;
  if (a.kind === 'constant' && b.kind === 'constant') return a.value === b.value;
  if (a.kind === 'scalar' && b.kind === 'scalar')
    return a.node === b.node && a.taint === b.taint && a.trusted === b.trusted && a.row === b.row && a.property === b.property;
  if (a.kind === 'union' && b.kind === 'union')
    return a.options.length === b.options.length && a.options.every((o, i) => same(o.value, b.options[i]?.value ?? o.value));
  if (a.kind === 'object' && b.kind === 'object') return sameEntries(a.entries, b.entries);
  if (a.kind === 'array' && b.kind === 'array') return sameItems(a.items, b.items);
  if (a.kind === 'function' && b.kind === 'function') return a.node === b.node && a.env === b.env;
  if (a.kind === 'text' && b.kind === 'text')
    return (
      a.pieces.length === b.pieces.length &&
      a.pieces.every((p, i) => {
        const q = b.pieces[i];
        if (!q) return false;
        return p === q || (p.kind === 'constant' && q.kind === 'constant' && p.value === q.value) || (p.kind === 'hole' && q.kind === 'hole' && p.node === q.node);
      })
    );
  return false;
};

const extendsArray = (longer: ArrayValue, shorter: ArrayValue): boolean =>
  longer.items.length > shorter.items.length && sameItems(longer.items.slice(0, shorter.items.length), shorter.items);

/** In a loop: what a turn appended may stand there any number of times. */
const loopArray = (longer: ArrayValue, shorter: ArrayValue): ArrayValue => {
  const known = shorter.items;
  const extra = longer.items.slice(known.length).filter((item) => !known.some((k) => k.presence === 'many' && same(k.value, item.value)));
  const positions = extra.every((item) => known.some((k) => k.presence === 'many' && similar(k.value, item.value)));
  if (extra.length === 0 || positions) return shorter;
  return { kind: 'array', items: [...known, ...extra.map((item) => ({ ...item, presence: 'many' as const }))] };
};

/** Made by the same piece of code: turn after turn of a loop yields such values. */
const similar = (a: Value, b: Value): boolean => {
  if (same(a, b)) return true;
  const shape = (v: Value): string => {
    if (v.kind === 'object') return `o${v.entries.map((e) => e.node.pos).join(',')}`;
    if (v.kind === 'text') return `t${v.pieces.map((p) => (p.kind === 'hole' ? p.node.pos : String(p.value))).join('|')}`;
    if (v.kind === 'foreign') return `f${v.fingerprint() ?? Math.random()}`;
    return v.kind === 'scalar' ? `s${v.node.pos}` : v.kind === 'union' ? `u${v.options.map((o) => shape(o.value)).join()}` : String(Math.random());
  };
  return shape(a) === shape(b);
};

/** One value standing for two, where nothing is lost by it. */
const merge = (a: Single, b: Single, loop: boolean): Single | undefined => {
  if (same(a, b)) return a;
  if (a.kind === 'foreign' && b.kind === 'foreign') return a.mergeWith(b) ?? b.mergeWith(a);
  if (loop && a.kind === 'array' && b.kind === 'array') {
    if (extendsArray(a, b)) return loopArray(a, b);
    if (extendsArray(b, a)) return loopArray(b, a);
  }
  return undefined;
};

const nodeIn = (v: Single): ts.Node | undefined => {
  if (v.kind === 'scalar' || v.kind === 'function') return v.node;
  if (v.kind === 'object') return v.entries[0]?.node;
  return v.kind === 'text' ? v.pieces.find((p) => p.kind === 'hole')?.node : undefined;
};

/** A list that may be any of several: what is not in all of them is optional, and all stand in order. */
export const mergedList = (lists: readonly ArrayValue[]): ArrayValue => {
  const [first, ...rest] = lists;
  let merged: readonly Item[] = first?.items ?? [];
  for (const { items } of rest) {
    const next: Item[] = [];
    let at = 0;
    for (const item of items) {
      const found = merged.findIndex((m, i) => i >= at && same(m.value, item.value));
      const known = merged[found];
      if (known) {
        next.push(...merged.slice(at, found).map(asOptional), known.presence === item.presence ? known : { ...known, presence: known.presence === 'many' || item.presence === 'many' ? 'many' : 'optional' });
        at = found + 1;
      } else next.push(asOptional(item));
    }
    merged = [...next, ...merged.slice(at).map(asOptional)];
  }
  return { kind: 'array', items: merged };
};

const asOptional = (item: Item): Item => (item.presence === 'one' ? { ...item, presence: 'optional' } : item);

/** Too many alternatives: builders lose their certainty, everything else becomes an unknown. */
const widened = (options: readonly Option[]): Value => {
  const lists = options.map((o) => o.value).filter((v) => v.kind === 'array');
  if (lists.length === options.length) return mergedList(lists);
  const cause = `more than ${maxAlternatives} alternatives meet here`;
  const foreign: Option[] = [];
  let isLost = options.some(({ value }) => value.kind !== 'foreign' && value.kind !== 'constant');
  for (const { value } of options) {
    if (value.kind !== 'foreign') continue;
    // One stands for all that the same code made: whatever the others hold, it is no longer certain.
    const print = value.fingerprint();
    const wide = value.widened(cause);
    const first = print === undefined ? undefined : foreign.find((f) => f.value.kind === 'foreign' && f.value.fingerprint() === print);
    if (!first) foreign.push({ path: noPath, value: wide });
    // One that stays certain of what it holds cannot stand for another.
    else if (wide === value && first.value !== value) isLost = true;
  }
  const node = options.map((o) => nodeIn(o.value)).find((n) => n !== undefined);
  const unknown = scalar(node ?? ts.factory.createIdentifier('value'), { cause });
  if (foreign.length === 0) return unknown;
  return { kind: 'union', options: isLost ? [...foreign, { path: noPath, value: unknown }] : foreign };
};

/** Makes one alternative of two where one value stands for both. */
const mergeInto = (kept: Option[], option: Option, loop: boolean): boolean => {
  for (const [index, twin] of kept.entries()) {
    const merged = merge(twin.value, option.value, loop);
    if (!merged) continue;
    kept[index] = { path: agreement(twin.path, option.path), value: merged };
    return true;
  }
  return false;
};

export const unionOf = (options: readonly Option[], loop = false): Value => {
  const kept: Option[] = [];
  for (const option of options) {
    if (!mergeInto(kept, option, loop)) kept.push(option);
  }
  const [only] = kept;
  if (only && kept.length === 1) return only.value;
  return kept.length > maxAlternatives ? widened(kept) : { kind: 'union', options: kept };
};

/** The value where arms of a branch meet. */
export const join = (values: readonly { readonly value: Value; readonly arm: number }[], branch: number, loop: boolean): Value =>
  unionOf(
    values.flatMap(({ value, arm }) => optionsOf(value).map((o) => ({ path: loop ? o.path : through(o.path, branch, arm), value: o.value }))),
    loop,
  );

/** Applies a function to each alternative; alternatives of the result keep the path of their cause. */
export const mapValue = (value: Value, f: (single: Single) => Value): Value => {
  if (value.kind !== 'union') return f(value);
  const results: Option[] = [];
  for (const option of value.options)
    for (const result of optionsOf(f(option.value))) {
      const path = meetPaths(option.path, result.path);
      if (path) results.push({ path, value: result.value });
    }
  return results.length === 0 ? { kind: 'union', options: [] } : unionOf(results);
};
