import type { ts } from 'ts-morph';
import { alternatives, choose } from '../../flow/branch.ts';
import { type Arguments, Foreign } from '../../flow/foreign.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import { stringOf } from '../../flow/text.ts';
import { type ArrayValue, optionsOf, scalar, type Single, undefinedValue, type Value } from '../../flow/value.ts';
import { decideStatements, rowsOf } from '../execution.ts';
import { contentOf } from '../../platform/modules.ts';
import { runQuery } from '../pg/client.ts';
import { elementsOf } from '../sql-text/list.ts';
import { identifierText, textPiece } from '../sql-text/piece.ts';
import { between, bound, type Pieces, readTemplate, SqlTemplate, unknownPieces } from '../sql-text/template.ts';
import { isSentBeside, type TextKind } from '../sql-text/text-value.ts';
import { describing, PostgresUnsafe, sending } from './unsafe.ts';

/** A tagged template: a query when it is awaited, a fragment when it stands in another one. */
class PostgresQuery extends SqlTemplate {
  decide(run: Run, at: ts.Node): Value {
    return rowsOf(decideStatements(run, { node: this.node }, this.statements()), at, run);
  }

  override awaited(node: ts.Node, run: Run): Value {
    return this.decide(run, node);
  }

  override invoke(name: string, args: Arguments, run: Run): Value | undefined {
    if (sending.includes(name)) return this.decide(run, args.call);
    return describing.includes(name) ? this : undefined;
  }

  override escape(_cause: string, run: Run): void {
    this.decide(run, this.node);
  }

  override returned(run: Run): void {
    this.decide(run, this.node);
  }
}

/** `sql(value, …columns)`: identifiers, rows to insert, assignments or a list, as its surroundings say. */
class PostgresHelper extends Foreign {
  readonly args: Arguments;

  constructor(args: Arguments) {
    super();
    this.args = args;
  }
}

type Row = readonly { readonly key: string; readonly pieces: Pieces }[];

const rowOf = (run: Run, v: Single, only: readonly string[]): Row | undefined => {
  if (v.kind !== 'object' || v.entries.some((e) => e.kind === 'spread')) return undefined;
  const entries = v.entries.flatMap((e) => (e.kind === 'property' && (only.length === 0 || only.includes(e.key)) ? [{ key: e.key, pieces: bound(run, e.value, e.node) }] : []));
  return entries;
};

/** `(a, b) values ($1, $2)`, `a = $1, b = $2`, `"name"`, `$1, $2`. */
const helperPieces = (run: Run, helper: PostgresHelper, before: string): Pieces => {
  const { args } = helper;
  const [first = undefinedValue, ...rest] = args.values;
  const [node = args.call] = args.nodes;
  const v = choose(run, first);
  const name = stringOf(v);
  if (name !== undefined) return [textPiece(identifierText(name.split('.')))];
  const columns = rest.map((r) => stringOf(choose(run, r))).filter((c) => c !== undefined);
  const isSet = /\bset\s*$/i.test(before);
  const isList = /\bin\s*\(?\s*$/i.test(before);
  if (v.kind === 'array' && (isList || v.items.every((i) => i.value.kind !== 'object'))) {
    const list = between(v.items.map((i) => bound(run, i.value, node)), ', ');
    return /\(\s*$/.test(before) ? list : [textPiece('('), ...list, textPiece(')')];
  }
  if (v.kind === 'scalar' && isList) return [textPiece('('), ...bound(run, v, node), textPiece(')')];
  const rows = (v.kind === 'array' ? v.items.map((i) => choose(run, i.value)) : [v]).map((r) => rowOf(run, r, columns));
  const [sample] = rows;
  if (!sample || rows.some((r) => r === undefined)) return unknownPieces(`${spelled(node)} is only known at run time`);
  if (isSet) return between(sample.map((c) => [textPiece(`${identifierText([c.key])} = `), ...c.pieces]), ', ');
  const header = `(${sample.map((c) => identifierText([c.key])).join(', ')}) values `;
  return [textPiece(header), ...between(rows.map((r) => [textPiece('('), ...between((r ?? []).map((c) => c.pieces), ', '), textPiece(')')]), ', ')];
};

/** The kind of the types of fragments and helpers. */
export const fragmentKind = 'postgres-js-fragment';
const texts: TextKind = { kind: fragmentKind, packages: /postgres/ };

const isPlain = (run: Run, v: Single, node: ts.Node, before: string): boolean => v.kind === 'object' || (v.kind === 'constant' && v.value === undefined) || isSentBeside(run, v, node, before, texts);

/** A list whose first element is a fragment is the text of all, with spaces between them; other lists are values. */
const listPieces = (run: Run, list: ArrayValue, node: ts.Node, before: string): Pieces => {
  const isText = list.items.some((i) => optionsOf(i.value).some((o) => o.value.kind === 'foreign' || !isPlain(run, o.value, node, before)));
  return isText ? between(elementsOf(run, list).map((e) => holeOf(run, e, node, ' ')), ' ') : bound(run, list, node);
};

const holeOf = (run: Run, value: Value, node: ts.Node, before: string): Pieces => {
  if (optionsOf(value).every((o) => isPlain(run, o.value, node, before))) return bound(run, value, node);
  const v = choose(run, value);
  if (v instanceof PostgresQuery) return v.pieces;
  if (v instanceof PostgresUnsafe) return v.fragment(run);
  if (v instanceof PostgresHelper) return helperPieces(run, v, before);
  if (v.kind === 'array') return listPieces(run, v, node, before);
  return isPlain(run, v, node, before) ? bound(run, v, node) : unknownPieces(`${spelled(node)} may be a fragment that is only known at run time`, 'unproven-fragment');
};

/** `sql.file(path, values)`: the path is relative to where the program is started. */
const readFile = (run: Run, { values: [path = undefinedValue], nodes: [node], call }: Arguments): Value =>
  alternatives(run, () => contentOf(run, path, node ?? call, call), () => scalar(call, { cause: `which file ${spelled(call)} reads has more alternatives than are told apart` }));

/** `sql`, of type `Sql`. */
export class PostgresHandle extends Foreign {
  override tag(pieces: readonly ts.TemplateLiteralLikeNode[], args: Arguments, run: Run): Value {
    return readTemplate(run, pieces, args, holeOf, (read) => new PostgresQuery(read, args.call));
  }

  override call(args: Arguments): Value {
    return new PostgresHelper(args);
  }

  override invoke(name: string, args: Arguments, run: Run): Value | undefined {
    switch (name) {
      case 'unsafe':
        return new PostgresUnsafe(args, run);
      case 'begin':
      case 'savepoint':
      case 'reserve': {
        const callback = args.values.find((v) => v.kind === 'function');
        return callback ? run.call(callback, [new PostgresHandle()], args.call) : new PostgresHandle();
      }
      case 'array':
      case 'json':
      case 'typed':
        return args.values[0] ?? undefinedValue;
      case 'file':
        return runQuery(run, { ...args, values: [readFile(run, args), ...args.values.slice(1)] });
      default:
        return scalar(args.call);
    }
  }

  override mergeWith(other: Foreign): Foreign | undefined {
    return other instanceof PostgresHandle ? this : undefined;
  }

  override fingerprint(): string {
    return 'postgres-js';
  }
}
