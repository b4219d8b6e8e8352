import type { Statement } from '@tenantscope/core';
import type { ts } from 'ts-morph';
import type { ObjectValue } from '../../flow/value.ts';
import { readAggregate, readGroups, readRows, rowsFor } from './reads.ts';
import type { Model } from './schema/model.ts';
import { levelOf, type Scope } from './scope.ts';
import { type Lowering, writeMethods } from './writes.ts';

const reading =
  (read: typeof readRows): Lowering =>
  (scope: Scope, model: Model, args: ObjectValue, node: ts.Node): readonly Statement[] =>
    read(scope, rowsFor(scope, levelOf(scope, model), args, node), args, node);

const rows = reading(readRows);

/** The methods of `prisma.order`, each with the statements that it sends. */
export const modelMethods: Readonly<Record<string, Lowering>> = {
  findMany: rows,
  findFirst: rows,
  findFirstOrThrow: rows,
  findUnique: rows,
  findUniqueOrThrow: rows,
  count: reading(readAggregate),
  aggregate: reading(readAggregate),
  groupBy: reading(readGroups),
  ...writeMethods,
};

