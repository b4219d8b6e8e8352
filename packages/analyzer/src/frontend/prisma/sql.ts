import type { Statement } from '@tenantscope/core';
import type { ts } from 'ts-morph';
import { alternatives, choose } from '../../flow/branch.ts';
import { type Arguments, Foreign } from '../../flow/foreign.ts';
import { spanOf } from '../../flow/offsets.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import { stringOf, textStart } from '../../flow/text.ts';
import { type Item, optionsOf, type Single, undefinedValue, type Value } from '../../flow/value.ts';
import { bindPlain } from '../bind.ts';
import { textPieces } from '../pg/text.ts';
import { type Piece, textPiece } from '../sql-text/piece.ts';
import { readStatements } from '../sql-text/read.ts';
import { either } from './argument.ts';

/** A `Prisma.Sql`: text with values. */
export class Sql extends Foreign {
  readonly pieces: readonly Piece[];
  readonly node: ts.Node;

  constructor(pieces: readonly Piece[], node: ts.Node) {
    super();
    this.pieces = pieces;
    this.node = node;
  }

  statements(): readonly Statement[] {
    return readStatements(this.pieces, spanOf(this.node));
  }

  override mergeWith(other: Foreign): Foreign | undefined {
    const same = other instanceof Sql && other.node === this.node && other.pieces.length === this.pieces.length && other.pieces.every((p, i) => p === this.pieces[i] || (p.kind === 'text' && this.pieces[i]?.kind === 'text' && p.text === this.pieces[i].text));
    return same ? this : undefined;
  }

  override fingerprint(): string {
    return `prisma-sql:${this.node.pos}`;
  }
}

const hole = (cause: string): Piece => ({ kind: 'hole', rule: 'unproven-fragment', cause });

/** What may be a fragment is spliced, everything else is bound. */
const mayBeFragment = (run: Run, v: Single, node: ts.Node): boolean =>
  v.kind === 'scalar' && [node, v.node].some((n) => n.pos >= 0 && (run.host.typeNames(n).includes('Sql') || (run.host.isPlain(n) && run.host.mayBeNull(n) && run.host.mayBeUndefined(n))));

const valuePieces = (run: Run, value: Value, node: ts.Node): readonly Piece[] => {
  const v = optionsOf(value).some((o) => o.value.kind === 'foreign') ? choose(run, value) : value;
  if (v instanceof Sql) return v.pieces;
  if (v.kind === 'foreign') return [hole(`${spelled(node)} is not a value`)];
  if (optionsOf(v).some((o) => mayBeFragment(run, o.value, node))) return [hole(`${spelled(node)} may be SQL that was made where it is not followed`)];
  return [{ kind: 'expression', expr: bindPlain(run, v, node) }];
};

const overflow = (node: ts.Node) => (): Value => new Sql([hole('the fragment has more alternatives than are told apart')], node);

/** A tagged template. */
export const template = (pieces: readonly ts.TemplateLiteralLikeNode[], args: Arguments, run: Run): Value =>
  alternatives(
    run,
    () =>
      new Sql(
        pieces.flatMap((piece, i): readonly Piece[] => {
          const value = args.values[i];
          return [textPiece(piece.text, textStart(piece)), ...(value ? valuePieces(run, value, args.nodes[i] ?? args.call) : [])];
        }),
        args.call,
      ),
    overflow(args.call),
  );

/** Lists of a length that is not known: without what may be missing, and with it. */
const present = (run: Run, items: readonly Item[]): readonly Value[] =>
  items.flatMap(({ value, presence }) => {
    if (presence === 'one') return [value];
    if (!either(run)) return [];
    return presence === 'many' && either(run) ? [value, value] : [value];
  });

const textOf = (value: Value | undefined, fallback: string): string | undefined => (value === undefined ? fallback : value.kind === 'constant' && value.value === undefined ? fallback : stringOf(value));

/** `Prisma.join(values, separator, prefix, suffix)`; an empty list is an error. */
const joined = (run: Run, args: Arguments): Sql => {
  const [node = args.call] = args.nodes;
  const list = choose(run, args.values[0] ?? undefinedValue);
  const [separator, prefix, suffix] = [textOf(args.values[1], ','), textOf(args.values[2], ''), textOf(args.values[3], '')];
  if (separator === undefined || prefix === undefined || suffix === undefined) return new Sql([hole(`how ${spelled(args.call)} joins is only known at run time`)], args.call);
  // Values of a list that is not known are bound one by one: as one, they say the same of what they are compared with.
  const values = list.kind === 'array' ? present(run, list.items) : [list];
  const parts = values.flatMap((v, i): readonly Piece[] => [...(i === 0 ? [] : [textPiece(separator)]), ...valuePieces(run, v, list.kind === 'array' && v.kind === 'scalar' ? v.node : node)]);
  return new Sql([textPiece(prefix), ...parts, textPiece(suffix)], args.call);
};

const raw = (run: Run, args: Arguments): Sql => new Sql(textPieces(run, args.values[0] ?? undefinedValue, args.nodes[0] ?? args.call), args.call);

type Make = (run: Run, args: Arguments) => Sql;
const functions: Readonly<Record<string, Make>> = { join: joined, raw };

/** `Prisma.sql`, `sqltag` */
class SqlTag extends Foreign {
  override tag(pieces: readonly ts.TemplateLiteralLikeNode[], args: Arguments, run: Run): Value {
    return template(pieces, args, run);
  }
}

/** `Prisma.join`, `Prisma.raw` */
class SqlFunction extends Foreign {
  readonly make: Make;

  constructor(make: Make) {
    super();
    this.make = make;
  }

  override call(args: Arguments, run: Run): Value {
    return alternatives(run, () => this.make(run, args), overflow(args.call));
  }
}

/** Members of the namespace `Prisma`, and exports of the runtime, that make SQL. */
export const sqlMember = (name: string, node: ts.Node): Foreign | undefined => {
  if (name === 'sql' || name === 'sqltag') return new SqlTag();
  if (name === 'empty') return new Sql([], node);
  const make = functions[name];
  return make && new SqlFunction(make);
};
