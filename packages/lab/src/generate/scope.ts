import { column, type ColumnExpr } from '@tenantscope/core';
import type { Draw } from './draw.ts';

/** The types that generated expressions tell apart; others are only handed through. */
export type Type = 'uuid' | 'int' | 'text' | 'bool' | 'other';

export interface Column {
  readonly name: string;
  readonly type: Type;
}

/** Something in FROM, as expressions see it. */
export interface Source {
  readonly alias: string;
  readonly columns: readonly Column[];
  /** The columns that hold the owner of the row, as far as the generator knows. */
  readonly tenants: readonly string[];
}

/** A table, view or CTE that FROM can name. */
export interface Named {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly tenants: readonly string[];
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

const aliases = ['a', 'b', 'd', 'e', 'f', 'g'] as const;

/** A name that its level does not use yet; it may hide one of an outer level. */
export const freshAlias = ({ draw, levels }: Context, taken: readonly string[]): string => {
  const outer = draw.chance(12) ? [] : levels.flat().map((s) => s.alias);
  const free = aliases.filter((a) => !taken.includes(a) && !outer.includes(a));
  return draw.some(free) ?? `x${taken.length}${levels.length}${draw.below(9)}`;
};

/** `a.id`, or `id` now and then. */
export const reference = (draw: Draw, source: Source, name: string): ColumnExpr => column({ path: source.alias !== '' && !draw.chance(1) ? [source.alias, name] : [name] });

/** A column of a type, of this level mostly. */
export const columnOf = (context: Context, type: Type, except?: Source): ColumnExpr | undefined => {
  const { draw, levels } = context;
  const level = draw.chance(15) ? draw.some(levels) : levels[0];
  const found = (level ?? []).filter((s) => s !== except).flatMap((s) => s.columns.filter((c) => c.type === type).map((c) => [s, c.name] as const));
  const chosen = draw.some(found);
  return chosen && reference(draw, ...chosen);
};
