import type { ts } from 'ts-morph';
import { alternatives, choose } from '../../flow/branch.ts';
import { type Arguments, Foreign } from '../../flow/foreign.ts';
import { nowhere } from '../../flow/fallback.ts';
import { newBranch } from '../../flow/path.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import { stringOf, textStart } from '../../flow/text.ts';
import { constant, type Item, type Single, undefinedValue, type Value } from '../../flow/value.ts';
import { literalUnion } from '../../flow/property.ts';
import { bindPlain } from '../bind.ts';
import { textPiece } from '../sql-text/piece.ts';
import { Callable } from './callable.ts';
import { chunkOf } from './chunk.ts';
import { hole, name, type Part } from './part.ts';
import { Sql } from './sql.ts';
import { Placeholder } from './wrapper.ts';

const unread = (cause: string, node: ts.Node): Sql => new Sql([hole(cause, 'unproven-fragment')], node);

const once = (build: (run: Run, args: Arguments) => Value): ((args: Arguments, run: Run) => Value) => (args, run) =>
  alternatives(run, () => build(run, args), () => unread('the fragment has more alternatives than are told apart', args.call));

/** The text that a value is: known, or one of the literals of its type. */
const textOf = (run: Run, value: Value, node: ts.Node): string | undefined => {
  const v = choose(run, value);
  const known = stringOf(v);
  if (known !== undefined || v.kind !== 'scalar' || v.taint) return known;
  const literals = node.pos >= 0 ? run.host.literals(node) : undefined;
  return literals && stringOf(choose(run, literalUnion(literals)));
};

const rawParts = (run: Run, v: Single, node: ts.Node): readonly Part[] => {
  if (v.kind === 'constant' && typeof v.value === 'string') return [textPiece(v.value, v.at)];
  if (v.kind !== 'text') {
    const known = textOf(run, v, node);
    return known === undefined ? [hole(`${spelled(node)} is text that is only known at run time`, 'unproven-fragment')] : [textPiece(known)];
  }
  return v.pieces.flatMap((p) => (p.kind === 'constant' ? [textPiece(String(p.value), p.at)] : rawParts(run, choose(run, p.value), p.node)));
};

/** Of lists of unknown length: none, one and two of what may repeat. */
const lengths = (items: readonly Item[]): readonly (readonly Value[])[] =>
  items.slice(0, 6).reduce<readonly (readonly Value[])[]>((variants, { value, presence }) => {
    const longer = variants.map((v) => [...v, value]);
    if (presence === 'one') return longer;
    return [...variants, ...longer, ...(presence === 'many' ? variants.map((v) => [...v, value, value]) : [])];
  }, [[]]);

const joinParts = (run: Run, args: Arguments): readonly Part[] => {
  const [list = undefinedValue, separator] = args.values;
  const [node = args.call, separatorNode = args.call] = args.nodes;
  const v = choose(run, list);
  if (v.kind !== 'array') return [hole(`the fragments ${spelled(node)} are only known at run time`, 'unproven-fragment')];
  if (v.items.length > 6 && v.items.some((i) => i.presence !== 'one')) return [hole('a list of unknown length is joined into text', 'unproven-fragment')];
  const variants = v.items.every((i) => i.presence === 'one') ? [v.items.map((i) => i.value)] : lengths(v.items);
  const id = newBranch();
  const arm = choose(run, { kind: 'union', options: variants.map((_, i) => ({ path: new Map([[id, i]]), value: constant(i) })) });
  const picked = variants[arm.kind === 'constant' ? Number(arm.value) : 0] ?? [];
  const between = separator ? chunkOf(run, separator, separatorNode) : [];
  return picked.flatMap((item, i) => [...(i === 0 ? [] : between), ...chunkOf(run, item, node)]);
};

/** `sql.param(value)`, `sql.placeholder(name)` and the rest. */
const members: Readonly<Record<string, (args: Arguments, run: Run) => Value>> = {
  raw: once((run, args) => new Sql(rawParts(run, choose(run, args.values[0] ?? undefinedValue), args.nodes[0] ?? args.call), args.call)),
  empty: (args) => new Sql([], args.call),
  join: once((run, args) => new Sql(joinParts(run, args), args.call)),
  fromList: once((run, args) => new Sql(joinParts(run, { ...args, values: args.values.slice(0, 1) }), args.call)),
  identifier: once((run, args) => {
    const known = textOf(run, args.values[0] ?? undefinedValue, args.nodes[0] ?? args.call);
    return known === undefined ? unread(`the name ${spelled(args.nodes[0] ?? args.call)} is only known at run time`, args.call) : new Sql([name(known)], args.call);
  }),
  param: once((run, args) => {
    const [value = undefinedValue] = args.values;
    const node = args.nodes[0] ?? args.call;
    const v = choose(run, value);
    if (v.kind === 'foreign') return new Sql(chunkOf(run, v, node), args.call);
    return new Sql([{ kind: 'expression', expr: bindPlain(run, v, node) }], args.call);
  }),
  placeholder: once((run, args) => new Placeholder({ kind: 'placeholder', name: textOf(run, args.values[0] ?? undefinedValue, args.nodes[0] ?? args.call), node: args.call })),
};

/** `sql` itself. */
class SqlTag extends Foreign {
  override tag(pieces: readonly ts.TemplateLiteralLikeNode[], args: Arguments, run: Run): Value {
    return once((_run, { call }) => {
      const parts: Part[] = [];
      pieces.forEach((piece, i) => {
        if (piece.text !== '') parts.push(textPiece(piece.text, textStart(piece)));
        const value = args.values[i];
        if (value) parts.push(...chunkOf(run, value, args.nodes[i] ?? nowhere()));
      });
      return new Sql(parts, call);
    })(args, run);
  }

  override invoke(method: string, args: Arguments, run: Run): Value | undefined {
    return Object.hasOwn(members, method) ? members[method]?.(args, run) : undefined;
  }

  override property(member: string): Value | undefined {
    const make = Object.hasOwn(members, member) ? members[member] : undefined;
    return make && new Callable(make);
  }
}

export const sqlTag = new SqlTag();
export const placeholder = new Callable((args, run) => members['placeholder']?.(args, run));
