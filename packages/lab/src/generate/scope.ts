import { column, type ColumnExpr } from '@tenantscope/core';
import type { Draw } from './draw.ts';

/** The types that generated expressions tell apart; others are only handed through. */
export type Type = 'uuid' | 'int' | 'text' | 'bool' | 'other';

export interface Column {
  readonly name: string;
  readonly type: Type;
  /** Whether it holds the owner of the row, as far as the generator knows. */
  readonly owner?: boolean | undefined;
}

/** A table, view or CTE that FROM can name. Names of columns may repeat in the output of a query. */
export interface Named {
  readonly name: string;
  readonly columns: readonly Column[];
}

/** Something in FROM, as expressions see it. */
export interface Source {
  readonly alias: string;
  readonly columns: readonly Column[];
}

/** A table with what writes need. */
export interface Table extends Named {
  /** Owned via a parent: the parent's table and the column that refers to it. */
  readonly via?: { readonly parent: string; readonly column: string } | undefined;
  readonly shared: boolean;
  /** Owned by a tenant, through its own column or a parent. */
  readonly owned: boolean;
  readonly view: boolean;
  /** Columns that an INSERT must give a value. */
  readonly required: readonly string[];
  readonly uniques: readonly (readonly string[])[];
}

/** What a level of a query can see and use. */
export interface Context {
  readonly draw: Draw;
  readonly tables: readonly Table[];
  readonly ctes: readonly Named[];
  /** Sources of this level, then of the levels around it. */
  readonly levels: readonly (readonly Source[])[];
  /** How many more levels may be opened. */
  readonly depth: number;
  /** In how many of 100 places a condition that scopes is left out or spoiled. */
  readonly slips: number;
}

export const inner = (context: Context, sources: readonly Source[]): Context => ({ ...context, levels: [sources, ...context.levels] });

/** The same level seen with these sources instead. */
export const withSources = (context: Context, sources: readonly Source[]): Context => ({ ...context, levels: [sources, ...context.levels.slice(1)] });

/** No deeper: sub-queries would cost more than they show. */
export const shallow = (context: Context, depth = 0): Context => ({ ...context, depth: Math.min(context.depth, depth) });

const count = (names: readonly string[], name: string): number => names.filter((n) => n === name).length;

/** A source whose columns can be named: those that share a name cannot. */
export const sourceOf = (alias: string, columns: readonly Column[]): Source => {
  const names = columns.map((c) => c.name);
  return { alias, columns: columns.filter((c) => count(names, c.name) === 1) };
};

export const ownersOf = (source: Source): readonly Column[] => source.columns.filter((c) => c.owner);

export const isOwned = (source: Source): boolean => source.columns.some((c) => c.owner);

const aliases = ['a', 'b', 'd', 'e', 'f', 'g', 'o', 'p'] as const;

/** A name that its level does not use yet; it may hide one of an outer level. */
export const freshAlias = ({ draw, levels }: Context, taken: readonly string[]): string => {
  const outer = draw.chance(15) ? [] : levels.flat().map((s) => s.alias);
  const used = new Set([...taken, ...outer, ...(levels[0] ?? []).map((s) => s.alias)]);
  return draw.some(aliases.filter((a) => !used.has(a))) ?? `x${taken.length}${levels.length}${draw.below(9)}`;
};

/** Whether the bare name means this source's column: no other source of its level or of a nearer one has it. */
const isPlain = ({ levels }: Context, source: Source, name: string): boolean => {
  for (const level of levels) {
    const having = level.filter((s) => s.columns.some((c) => c.name === name));
    if (having.length > 0) return having.length === 1 && having[0] === source;
  }
  return false;
};

/** `a.id`, or `id` now and then. */
export const reference = (context: Context, source: Source, name: string): ColumnExpr => {
  const plain = context.draw.chance(8) && isPlain(context, source, name);
  return column({ path: plain ? [name] : [source.alias, name] });
};

/** A column of a type, of this level mostly. */
export const columnOf = (context: Context, type: Type, except?: Source): ColumnExpr | undefined => {
  const { draw, levels } = context;
  const level = draw.chance(15) ? draw.some(levels) : levels[0];
  const found = (level ?? []).filter((s) => s !== except).flatMap((s) => s.columns.filter((c) => c.type === type).map((c) => [s, c.name] as const));
  const chosen = draw.some(found);
  return chosen && reference(context, ...chosen);
};
