import type { Statement } from '@tenantscope/core';
import type { ts } from 'ts-morph';
import { alternatives, choose } from '../../flow/branch.ts';
import { type Arguments, Foreign } from '../../flow/foreign.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import { arrayOf, scalar, undefinedValue, type Value } from '../../flow/value.ts';
import { type Decided, decideStatements, rowsOf } from '../execution.ts';
import { runQuery } from '../pg/client.ts';
import { Sql, template } from './sql.ts';

const send = (run: Run, args: Arguments, made: () => Value): Value => {
  const decided: Decided[] = [];
  const root = { node: args.call };
  run.log.open(root);
  const lose = (cause: string): Value => (run.log.lose(root, run.entry, cause), undefinedValue);
  alternatives(
    run,
    () => {
      const v = choose(run, made());
      if (!(v instanceof Sql)) return lose(`the SQL that ${spelled(args.call)} sends was made where it is not followed`);
      const statements: readonly Statement[] = v.statements();
      decided.push(...decideStatements(run, root, statements));
      return undefinedValue;
    },
    () => lose(`${spelled(args.call)} has more alternatives than are told apart`),
  );
  return rowsOf(decided, args.call, run);
};

/** `$queryRaw`, `$executeRaw`: the tag of a template, or called with a `Prisma.Sql`. */
export class RawTag extends Foreign {
  override tag(pieces: readonly ts.TemplateLiteralLikeNode[], args: Arguments, run: Run): Value {
    return send(run, args, () => template(pieces, args, run));
  }

  override call(args: Arguments, run: Run): Value {
    return send(run, args, () => args.values[0] ?? undefinedValue);
  }
}

/** `$queryRawUnsafe(text, ...values)` */
export const sendUnsafe = (run: Run, args: Arguments): Value => {
  const [text = undefinedValue, ...values] = args.values;
  const [node = args.call, ...nodes] = args.nodes;
  const list = args.open ? scalar(args.call, { cause: 'the values are a list that is only known at run time' }) : arrayOf(values);
  return runQuery(run, { values: [text, list], nodes: [node, nodes[0] ?? args.call], call: args.call, open: false });
};
