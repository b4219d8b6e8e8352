import type { Expr, JoinRelation, Relation } from '@tenantscope/core';
import { lazily, list, quoted } from './code.ts';
import { conditionCalls } from './condition.ts';
import { templateOf } from './fragment.ts';
import { columnName } from './operand.ts';
import { Inexpressible, type Writer } from './writer.ts';

const plain = /^[a-z_][a-z0-9_]*$/;

const aliased = (code: string, alias: string, columns: readonly string[] | undefined): string => {
  if (!columns) return `${code}.as(${quoted(alias)})`;
  if (![alias, ...columns].every((c) => plain.test(c))) throw new Inexpressible('a quoted list of columns');
  return `${code}.as(sql\`${alias}(${columns.join(', ')})\`)`;
};

/** The argument of `selectFrom`, of a join, of `from` and `using`. */
export const sourceOf = (to: Writer, r: Relation): string => {
  switch (r.kind) {
    case 'table': {
      if (r.sampled) throw new Inexpressible('TABLESAMPLE');
      const name = r.schema === undefined ? r.name : `${r.schema}.${r.name}`;
      if (r.columnAliases) return aliased(`sql.table(${quoted(name)})`, r.alias ?? r.name, r.columnAliases);
      return quoted(r.alias === undefined ? name : `${name} as ${r.alias}`);
    }
    case 'derived': {
      if (r.alias === undefined) throw new Inexpressible('a sub-query without a name');
      const query = to.query(r.query);
      return aliased(r.columnAliases && !query.startsWith('sql') ? `sql\`\${${query}}\`` : query, r.alias, r.columnAliases);
    }
    case 'function': {
      const [only] = r.calls;
      if (!only || r.calls.length > 1) throw new Inexpressible('ROWS FROM');
      if (r.alias === undefined) throw new Inexpressible('a function without a name');
      return aliased(`sql\`${templateOf(to, only)}\``, r.alias, r.columnAliases);
    }
    case 'join':
      throw new Inexpressible('a join in brackets');
    case 'opaque-relation':
      throw new Inexpressible('what was not read');
  }
};

/** One item of FROM as a chain: what it starts with, and what is joined to it. */
interface Chain {
  readonly start: Relation;
  readonly joins: readonly JoinRelation[];
}

const chainOf = (r: Relation): Chain => {
  if (r.kind !== 'join') return { start: r, joins: [] };
  if (r.natural || r.using) throw new Inexpressible('NATURAL and USING');
  if (r.alias !== undefined) throw new Inexpressible('a join with a name');
  const { start, joins } = chainOf(r.left);
  return { start, joins: [...joins, r] };
};

const isLateral = (r: Relation): boolean => r.kind === 'derived' && r.lateral;

const names: Readonly<Record<JoinRelation['type'], string>> = { inner: 'innerJoin', left: 'leftJoin', right: 'rightJoin', full: 'fullJoin' };

const methodOf = (r: JoinRelation): string => {
  if (!isLateral(r.right)) return names[r.type];
  if (r.type !== 'inner' && r.type !== 'left') throw new Inexpressible('a lateral join of this type');
  return `${names[r.type]}Lateral`;
};

const isTrue = (e: Expr): boolean => e.kind === 'constant' && e.value === true;

const onCalls = (to: Writer, on: Expr): string => {
  if (isTrue(on)) return 'join.onTrue()';
  return `join${conditionCalls(to, 'on', on)}`;
};

/** Which methods a statement has: UPDATE and DELETE have neither CROSS nor LATERAL joins. */
export type Joins = 'all' | 'plain';

const crossJoin = (to: Writer, right: Relation, can: Joins): string => {
  const source = lazily(to.source(right));
  if (can === 'all') return `.crossJoin${isLateral(right) ? 'Lateral' : ''}(${source})`;
  if (isLateral(right)) throw new Inexpressible('LATERAL in a statement that writes');
  return `.innerJoin(${source}, (join) => join.onTrue())`;
};

const joinCall = (to: Writer, r: JoinRelation, can: Joins): string => {
  const { on, right } = r;
  if (!on) {
    if (r.type !== 'inner') throw new Inexpressible('an outer join without a condition');
    return crossJoin(to, right, can);
  }
  const method = methodOf(r);
  if (can === 'plain' && isLateral(right)) throw new Inexpressible('LATERAL in a statement that writes');
  const source = lazily(to.source(right));
  const pair = on.kind === 'compare' && on.op === '=' && !on.quantifier ? [on.left, on.right].flatMap((side) => (side.kind === 'column' ? [columnName(side.path)] : [])) : [];
  if (pair.length === 2 && to.choose(3) > 0) return `.${method}(${list([source, ...pair])})`;
  return `.${method}(${source}, (join) => ${onCalls(to, on)})`;
};

/** FROM as its first argument and the joins that follow. */
export interface FromCode {
  readonly start: string;
  readonly joins: string;
}

/** What comes after the first join is cross-joined: the compiler prints joins after the whole list. */
const crossed = (to: Writer, { start, joins }: Chain, can: Joins): string => {
  if (joins.some((j) => j.type === 'right' || j.type === 'full')) throw new Inexpressible('an outer join that keeps the rows of a later item of FROM');
  return [crossJoin(to, start, can), ...joins.map((j) => joinCall(to, j, can))].join('');
};

export const fromOf = (to: Writer, from: readonly Relation[], can: Joins): FromCode => {
  const chains = from.map(chainOf);
  const joined = chains.findIndex((c) => c.joins.length > 0);
  const lateral = chains.findIndex((c) => isLateral(c.start));
  // The list goes on while nothing is joined to what it has, and nothing looks back.
  const end = [joined < 0 ? chains.length : joined + 1, lateral < 0 ? chains.length : lateral].reduce((a, b) => Math.min(a, b));
  if (end === 0) throw new Inexpressible('LATERAL as the first item');
  const several = to.choose(4) > 0 || chains.slice(end).length > 0 || (chains[end - 1]?.joins.length ?? 0) > 0;
  const listed = chains.slice(0, several ? end : 1);
  const sources = listed.map((c) => lazily(to.source(c.start)));
  const start = sources.length === 1 ? (sources[0] ?? '') : `[${list(sources)}]`;
  const own = (listed.at(-1)?.joins ?? []).map((j) => joinCall(to, j, can));
  return { start, joins: [...own, ...chains.slice(listed.length).map((c) => crossed(to, c, can))].join('') };
};
