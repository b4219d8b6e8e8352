import { choose } from '../../flow/branch.ts';
import { spelled } from '../../flow/origin.ts';
import { propertyOf } from '../../flow/object.ts';
import { constant, type ObjectValue, scalar, type Single, type Value } from '../../flow/value.ts';
import type { ts } from 'ts-morph';
import { textPieces } from '../pg/text.ts';
import { type Piece, textPiece } from '../sql-text/piece.ts';
import { type Call, nodeAt, valueAt } from './call.ts';
import { columnize, parameter } from './operand.ts';
import { hole, type Part, type Parts, text } from './parts.ts';
import { KnexRaw } from './raw.ts';

const unread = (cause: string): Part => hole(cause, 'unproven-fragment');

/** Knex makes a parameter of each `?` that no backslash stands before, when the text is finished. */
const unescaped = (s: string, at?: number): Part => {
  if (/(^|[^\\])(\\\\)*\?/.test(s)) return unread('a ? without a value in the text becomes the parameter of another value');
  return s.includes('\\?') ? text(s.replaceAll('\\?', '?')) : textPiece(s, at);
};

/** Splits text at matches; what is between them is text. */
const split = (piece: Piece & { kind: 'text' }, pattern: RegExp, replace: (match: RegExpExecArray) => Parts | undefined): Parts => {
  const parts: Part[] = [];
  let from = 0;
  for (const match of piece.text.matchAll(pattern)) {
    const made = replace(match);
    if (!made) continue;
    parts.push(unescaped(piece.text.slice(from, match.index), piece.at === undefined ? undefined : piece.at + from), ...made);
    from = match.index + match[0].length;
  }
  parts.push(unescaped(piece.text.slice(from), piece.at === undefined ? undefined : piece.at + from));
  return parts;
};

interface Bound {
  readonly value: Value;
  readonly node: ts.Node;
}

/** `replaceRawArrBindings`: `??` is a name, `?` a value. */
const positional = (call: Call, pieces: readonly Piece[], values: (index: number) => Bound | undefined, count: number | undefined): Parts => {
  let index = 0;
  const parts = pieces.flatMap((piece): Parts => {
    if (piece.kind !== 'text') return [piece];
    return split(piece, /\\?\?\??/g, ([match]) => {
      if (match === '\\?') return undefined;
      const found = values(index++);
      if (!found) return [unread('the text has more ? than there are values')];
      return match === '??' ? columnize(call, found.value, found.node) : parameter(call, found.value, found.node);
    });
  });
  return count === undefined || count === index ? parts : [unread('the text has not as many ? as there are values')];
};

/** `replaceKeyBindings`: `:key:` is a name, `:key` a value; what is no key stays. */
const keyed = (call: Call, pieces: readonly Piece[], object: ObjectValue, node: ts.Node): Parts =>
  pieces.flatMap((piece): Parts => {
    if (piece.kind !== 'text') return [piece];
    return split(piece, /\\?(:(\w+):(?=::)|:(\w+):(?!:)|:(\w+))/g, ([match, whole = '', a, b, c]) => {
      if (match !== whole) return [text(whole)];
      const key = a ?? b ?? c ?? '';
      const isKnown = object.entries.some((e) => e.kind === 'property' && e.key === key);
      if (!isKnown && object.entries.some((e) => e.kind === 'spread')) return [unread(`whether ${key} is a value is only known at run time`)];
      if (!isKnown) return undefined;
      const value = propertyOf(object, key, node);
      return match.endsWith(':') ? columnize(call, value, node) : parameter(call, value, node);
    });
  });

const listOf = (call: Call, v: Single, node: ts.Node, pieces: readonly Piece[]): Parts => {
  if (v.kind === 'array') {
    const exact = v.items.every((i) => i.presence === 'one');
    const unknown: Bound = { value: scalar(node, { cause: `which value stands at this place of ${spelled(node)} is not known` }), node };
    return positional(call, pieces, (i) => (exact ? v.items[i] && { value: v.items[i].value, node: elementNode(node, i) } : unknown), exact ? v.items.length : undefined);
  }
  if (v.kind === 'object') return keyed(call, pieces, v, node);
  // One value, or a list of which nothing is known: then the first place has one of its elements.
  const isList = v.kind === 'scalar' && v.trusted === undefined && node.pos >= 0 && call.run.host.hasProperty(node, 'map');
  const value: Value = isList ? scalar(node, { taint: v.taint, cause: `which value stands at this place of ${spelled(node)} is not known` }) : v;
  return positional(call, pieces, (i) => (i === 0 || isList ? { value, node } : undefined), undefined);
};

const elementNode = (list: ts.Node, index: number): ts.Node => {
  const elements = 'elements' in list ? (list as ts.ArrayLiteralExpression).elements : undefined;
  return elements?.[index] ?? list;
};

/** The parts of `raw(text, bindings)`. */
const partsOf = (call: Call, index: number): Parts => {
  const { run } = call;
  const node = nodeAt(call, index);
  const v = choose(run, valueAt(call, index));
  const pieces = textPieces(run, v.kind === 'constant' && typeof v.value === 'number' ? constant(String(v.value)) : v, node);
  const bindings = choose(run, valueAt(call, index + 1));
  if (call.count <= index + 1 || (bindings.kind === 'constant' && bindings.value === undefined)) return pieces.map((p): Part => (p.kind === 'text' ? unescaped(p.text, p.at) : p));
  return listOf(call, bindings, nodeAt(call, index + 1), pieces);
};

/** `raw(text, bindings)`, or the raw fragment that is given. */
export const rawAt = (call: Call, index: number): KnexRaw => {
  const v = choose(call.run, valueAt(call, index));
  return v instanceof KnexRaw ? v : new KnexRaw(partsOf(call, index), call.node);
};

