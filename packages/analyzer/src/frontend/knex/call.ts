import type { Span } from '@tenantscope/core';
import type { ts } from 'ts-morph';
import type { Arguments } from '../../flow/foreign.ts';
import { spanOf } from '../../flow/offsets.ts';
import type { Run } from '../../flow/run.ts';
import { undefinedValue, type Value } from '../../flow/value.ts';
import type { Vocabulary } from './builder.ts';

/** A call of a builder's method. */
export interface Call {
  readonly run: Run;
  readonly args: Arguments;
  /** How many arguments it has: Knex tells `where(a, b)` and `where(a, b, undefined)` apart. */
  readonly count: number;
  readonly node: ts.Node;
  readonly at: Span;
  /** The methods of builders that callbacks get. */
  readonly query: Vocabulary;
}

export const callOf = (run: Run, args: Arguments, query: Vocabulary): Call => ({ run, args, count: args.values.length, node: args.call, at: spanOf(args.call), query });

export const valueAt = ({ args }: Call, index: number): Value => args.values[index] ?? undefinedValue;
export const nodeAt = ({ args }: Call, index: number): ts.Node => args.nodes[index] ?? args.call;

/** The same call with other arguments. */
export const withArguments = (call: Call, values: readonly Value[], nodes: readonly ts.Node[]): Call => ({ ...call, count: values.length, args: { ...call.args, values, nodes } });
export const fromArgument = (call: Call, index: number): Call => withArguments(call, call.args.values.slice(index), call.args.nodes.slice(index));
