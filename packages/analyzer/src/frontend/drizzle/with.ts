import type { ts } from 'ts-morph';
import { alternatives, choose } from '../../flow/branch.ts';
import type { Arguments } from '../../flow/foreign.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import { stringOf } from '../../flow/text.ts';
import { undefinedValue, type Value } from '../../flow/value.ts';
import { Methods } from './callable.ts';
import { first, firstNode, settle } from './clause.ts';
import { type Fields, fieldsFrom, fieldsOf, Subquery } from './fields.ts';
import { closed, hole, name, type Part, separated, text } from './part.ts';
import { Query } from './query.ts';
import { Sql } from './sql.ts';

interface Body {
  readonly parts: readonly Part[];
  readonly fields: Fields;
}

/** A query, a fragment, or a callback that makes one. */
export const bodyFrom = (run: Run, value: Value, builder: Value, node: ts.Node): Body => {
  const v = settle(run, value, () => [builder], node);
  if (v instanceof Query) {
    const { parts, draft } = v.read(run);
    return { parts, fields: draft.fields ?? fieldsOf([]) };
  }
  if (v instanceof Sql) return { parts: v.parts, fields: fieldsOf([]) };
  return { parts: [hole(`the query ${spelled(node)} is not followed`)], fields: fieldsOf([]) };
};

/** `db.$with('sq', fields?)`, up to `.as(query)`. */
export const withStart = (args: Arguments, builder: Value): Value =>
  new Methods((method, inner, run) => {
    if (method !== 'as') return undefined;
    return alternatives(
      run,
      () => {
        const alias = stringOf(choose(run, first(args)));
        const { parts, fields } = bodyFrom(run, first(inner), builder, firstNode(inner));
        const [, selected] = args.values;
        const given = selected ? fieldsFrom(run, selected, args.nodes[1] ?? args.call) : fields;
        return alias === undefined ? new Sql([hole('the name of the common table expression is only known at run time')], args.call) : new Subquery(alias, parts, given, true, inner.call);
      },
      () => new Sql([hole('the common table expression has more alternatives than are told apart')], args.call),
    );
  });

/** `with a as (…), b as (…) ` */
export const withClause = (run: Run, args: Arguments): readonly Part[] => {
  if (args.open) return [hole(`the common table expressions ${spelled(args.call)} are only known at run time`)];
  const ctes = args.values.map((value, i): readonly Part[] => {
    const v = choose(run, value ?? undefinedValue);
    return v instanceof Subquery ? [name(v.alias), text(' as ('), closed(v.query), text(')')] : [hole(`${spelled(args.nodes[i] ?? args.call)} is not followed`)];
  });
  return ctes.length === 0 ? [] : [text('with '), ...separated(ctes, ', '), text(' ')];
};
