import { constant as constantExpr, type Statement } from '@tenantscope/core';
import type { ts } from 'ts-morph';
import { alternatives, choose } from '../../flow/branch.ts';
import { type Arguments, Foreign } from '../../flow/foreign.ts';
import { nowhere } from '../../flow/fallback.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import type { Root } from '../../flow/site.ts';
import { textStart } from '../../flow/text.ts';
import { constant, type Single, undefinedValue, type Value } from '../../flow/value.ts';
import { identifierText, type Piece, textPiece } from '../sql-text/piece.ts';
import { readFragment, readStatements } from '../sql-text/read.ts';
import { decideStatements, rowsOf } from '../execution.ts';
import { type Alias, aliasOf, ExpressionValue } from './expression.ts';
import { inline } from './operand.ts';
import { atOf, nameOf, valueOperand } from './operands.ts';
import { SqlValue } from './sql-value.ts';

/** A `sql` template or one of its parts. */
export class Fragment extends ExpressionValue {
  readonly pieces: readonly Piece[];
  readonly node: ts.Node;

  constructor(pieces: readonly Piece[], node: ts.Node, alias?: Alias) {
    const at = atOf(node);
    super({ expr: readFragment(pieces, at), raw: pieces, at }, alias);
    this.pieces = pieces;
    this.node = node;
  }

  override invoke(name: string, args: Arguments, run: Run): Value | undefined {
    switch (name) {
      case 'as':
        return new Fragment(this.pieces, this.node, aliasOf(run, args));
      case '$castTo':
      case '$notNull':
      case 'withPlugin':
        return this;
      case 'execute':
        return this.#execute(args, run);
      case 'compile':
        return new CompiledFragment(this, args.call);
      default:
        return super.invoke(name, args, run);
    }
  }

  /** The fragment read as a whole. */
  statements(): readonly Statement[] {
    return readStatements(this.pieces, atOf(this.node));
  }

  decide(run: Run, at: ts.Node): Value {
    const root: Root = { node: this.node };
    return rowsOf(decideStatements(run, root, this.statements()), at, run);
  }

  #execute(args: Arguments, run: Run): Value {
    return this.decide(run, args.call);
  }

  /** A whole statement that goes where nobody follows is executed there, for all we know. */
  override escape(cause: string, run: Run): void {
    const [first] = this.pieces;
    if (first?.kind === 'text' && /^\s*(select|insert|update|delete|merge|with|truncate|copy|call|do)\b/i.test(first.text)) run.log.lose({ node: this.node }, run.entry, cause);
  }

  override mergeWith(other: Foreign): Foreign | undefined {
    return other instanceof Fragment && other.node === this.node && samePieces(this.pieces, other.pieces) && other.alias === this.alias ? this : undefined;
  }

  override fingerprint(): string {
    return `fragment:${this.node.pos}`;
  }
}

const samePieces = (a: readonly Piece[], b: readonly Piece[]): boolean =>
  a.length === b.length && a.every((p, i) => {
    const q = b[i];
    return p === q || (p.kind === 'text' && q?.kind === 'text' && p.text === q.text) || (p.kind === 'expression' && q?.kind === 'expression' && p.expr.at?.start === q.expr.at?.start && p.expr.kind === q.expr.kind);
  });

/** The result of `sql\`…\`.compile(db)`: executed through `db.executeQuery`. */
export class CompiledFragment extends Foreign {
  readonly fragment: Fragment;
  readonly node: ts.Node;

  constructor(fragment: Fragment, node: ts.Node) {
    super();
    this.fragment = fragment;
    this.node = node;
  }

  decide(run: Run, at: ts.Node): Value {
    return this.fragment.decide(run, at);
  }

  override escape(_cause: string, run: Run): void {
    this.fragment.decide(run, this.node);
  }

  override returned(run: Run): void {
    this.fragment.decide(run, this.node);
  }

  override property(): Value | undefined {
    return undefined;
  }
}

const textPieces = (value: Single, node: ts.Node): readonly Piece[] | undefined => {
  if (value.kind === 'constant') return [textPiece(String(value.value), value.at)];
  if (value.kind !== 'text') return undefined;
  return value.pieces.map((p): Piece =>
    p.kind === 'constant' ? textPiece(String(p.value), p.at) : { kind: 'hole', rule: 'unproven-fragment', cause: `${spelled(p.node)} is text that is only known at run time (${spelled(node)})` },
  );
};

const rawPieces = (run: Run, value: Value, node: ts.Node): readonly Piece[] => {
  const known = textPieces(choose(run, value), node);
  if (known && known.every((p) => p.kind === 'text')) return known;
  // A cast of what a client sent to a literal type is no check of it.
  const tainted = value.kind === 'scalar' && value.taint !== undefined;
  const name = tainted ? undefined : nameOf(run, value, node);
  if (name !== undefined) return [textPiece(name)];
  return known ?? [{ kind: 'hole', rule: 'unproven-fragment', cause: `${spelled(node)} is text that is only known at run time` }];
};

/** What stands in a hole of a template: fragments are spliced, sub-queries parenthesised, values bound. */
const holePieces = (run: Run, value: Value, node: ts.Node): readonly Piece[] => {
  const v = value.kind === 'union' && value.options.some((o) => o.value.kind === 'foreign') ? choose(run, value) : value;
  if (v instanceof Fragment) return v.pieces;
  if (v instanceof SqlValue) {
    const operand = v.operand(run);
    if (operand.expr.kind === 'subquery' && operand.expr.form === 'scalar' && !operand.raw) return [{ kind: 'query', query: operand.expr.query }];
    return inline(operand);
  }
  return [{ kind: 'expression', expr: valueOperand(run, v, node).expr }];
};

const listPieces = (run: Run, args: Arguments): readonly Piece[] => {
  const [list = undefinedValue, separator] = args.values;
  const [node = args.call] = args.nodes;
  const between: readonly Piece[] = separator ? holePieces(run, separator, args.nodes[1] ?? args.call) : [textPiece(', ')];
  const v = choose(run, list);
  if (v.kind !== 'array') return holePieces(run, v, node);
  const variants = lengthsOf(v.items);
  const branch = choose(run, { kind: 'union', options: variants.map((_, arm) => ({ path: new Map([[args.call.pos + 2_000_000_000, arm]]), value: constant(arm) })) });
  const picked = variants[branch.kind === 'constant' ? Number(branch.value) : 0] ?? [];
  return picked.flatMap((item, i) => [...(i === 0 ? [] : between), ...holePieces(run, item, node)]);
};

/** Lists of unknown length: none, one, and two of what may repeat. */
const lengthsOf = (items: readonly { readonly value: Value; readonly presence: string }[]): readonly (readonly Value[])[] => {
  let variants: Value[][] = [[]];
  for (const { value, presence } of items.slice(0, 6)) {
    const longer = variants.map((v) => [...v, value]);
    if (presence === 'one') variants = longer;
    else variants = [...variants, ...longer, ...(presence === 'many' ? variants.map((v) => [...v, value, value]) : [])];
  }
  return variants;
};

const identifier = (run: Run, args: Arguments): readonly Piece[] => {
  const names = args.values.map((v, i) => nameOf(run, v, args.nodes[i] ?? args.call));
  if (names.every((n) => n !== undefined)) return [textPiece(identifierText(names.flatMap((n) => n.split('.').map((p) => p.trim()))))];
  return [{ kind: 'hole', rule: 'unproven-flow', cause: `the name ${spelled(args.nodes[0] ?? args.call)} is only known at run time` }];
};

const parts: Readonly<Record<string, (run: Run, args: Arguments) => readonly Piece[]>> = {
  ref: identifier,
  table: identifier,
  id: (run, args) => identifier(run, args),
  lit: (run, args) => literalPieces(run, args),
  val: (run, args) => holePieces(run, args.values[0] ?? undefinedValue, args.nodes[0] ?? args.call),
  value: (run, args) => holePieces(run, args.values[0] ?? undefinedValue, args.nodes[0] ?? args.call),
  raw: (run, args) => rawPieces(run, args.values[0] ?? undefinedValue, args.nodes[0] ?? args.call),
  join: listPieces,
};

const literalPieces = (run: Run, args: Arguments): readonly Piece[] => {
  const v = choose(run, args.values[0] ?? undefinedValue);
  if (v.kind === 'constant') return [{ kind: 'expression', expr: constantExpr({ value: v.value ?? null, at: atOf(args.call) }) }];
  return holePieces(run, v, args.nodes[0] ?? args.call);
};

const overflow = (node: ts.Node) => (): Value => new Fragment([{ kind: 'hole', rule: 'unproven-fragment', cause: 'the fragment has more alternatives than are told apart' }], node);

/** `sql` itself. */
export class SqlTag extends Foreign {
  override tag(pieces: readonly ts.TemplateLiteralLikeNode[], args: Arguments, run: Run): Value {
    return alternatives(
      run,
      () => {
        const all: Piece[] = [];
        pieces.forEach((piece, i) => {
          if (piece.text !== '') all.push(textPiece(piece.text, textStart(piece)));
          const value = args.values[i];
          if (value) all.push(...holePieces(run, value, args.nodes[i] ?? nowhere()));
        });
        return new Fragment(all, args.call);
      },
      overflow(args.call),
    );
  }

  override invoke(name: string, args: Arguments, run: Run): Value | undefined {
    const part = parts[name];
    return part && alternatives(run, () => new Fragment(part(run, args), args.call), overflow(args.call));
  }

  override property(name: string): Value | undefined {
    return name in parts ? new SqlPart(name) : undefined;
  }
}

/** `const { raw } = sql` */
class SqlPart extends Foreign {
  readonly name: string;

  constructor(name: string) {
    super();
    this.name = name;
  }

  override call(args: Arguments, run: Run): Value | undefined {
    return new SqlTag().invoke(this.name, args, run);
  }
}

const wrap = (before: string, after: string) => (run: Run, args: Arguments): Value =>
  alternatives(run, () => new Fragment([textPiece(before), ...holePieces(run, args.values[0] ?? undefinedValue, args.nodes[0] ?? args.call), textPiece(after)], args.call), overflow(args.call));

const jsonBuildObject = (run: Run, args: Arguments): Value => {
  const [object] = args.values;
  if (object?.kind !== 'object') return new Fragment([textPiece('json_build_object('), ...holePieces(run, object ?? undefinedValue, args.nodes[0] ?? args.call), textPiece(')')], args.call);
  const members = object.entries.flatMap((e): readonly Piece[] => (e.kind === 'property' ? holePieces(run, e.value, e.node) : [{ kind: 'hole', rule: 'unproven-fragment', cause: 'an object is spread into the selection' }]));
  return new Fragment([textPiece('json_build_object('), ...members.flatMap((m, i): readonly Piece[] => (i === 0 ? [m] : [textPiece(', '), m])), textPiece(')')], args.call);
};

/** Functions of `kysely/helpers/postgres`. */
export class Helper extends Foreign {
  readonly #build: (run: Run, args: Arguments) => Value;

  constructor(build: (run: Run, args: Arguments) => Value) {
    super();
    this.#build = build;
  }

  override call(args: Arguments, run: Run): Value {
    return this.#build(run, args);
  }
}

export const helpers: Readonly<Record<string, Helper>> = {
  jsonArrayFrom: new Helper(wrap("(select coalesce(json_agg(agg), '[]') from ", ' as agg)')),
  jsonObjectFrom: new Helper(wrap('(select to_json(obj) from ', ' as obj)')),
  jsonBuildObject: new Helper((run, args) => alternatives(run, () => jsonBuildObject(run, args), overflow(args.call))),
  mergeAction: new Helper((_run, args) => new Fragment([textPiece("'merge_action'")], args.call)),
};
