/** Methods that keep rows out: without them a query finds more. */
export const conditions: ReadonlySet<string> = new Set('where whereRef having havingRef on onRef innerJoin rightJoin limit distinctOn'.split(' '));

/** Methods of Kysely's builders that return a builder; a test compares them with Kysely's. */
export const builderMethods: ReadonlySet<string> = new Set([
  ...conditions,
  ...'select distinct modifyFront modifyEnd forUpdate forShare forKeyShare forNoKeyUpdate skipLocked noWait selectAll'.split(' '),
  ...'leftJoin fullJoin crossJoin innerJoinLateral leftJoinLateral crossJoinLateral crossApply outerApply onTrue'.split(' '),
  ...'orderBy groupBy offset fetch top union unionAll intersect intersectAll except exceptAll'.split(' '),
  ...'clearSelect clearWhere clearLimit clearOffset clearOrderBy clearGroupBy clearReturning'.split(' '),
  ...'$call $if $castTo $narrowType $assertType withPlugin'.split(' '),
  ...'values columns column constraint expression defaultValues ignore orIgnore orAbort orFail orReplace orRollback onConflict onDuplicateKeyUpdate'.split(' '),
  ...'returning returningAll output outputAll set from using doNothing doUpdateSet'.split(' '),
  ...'whenMatched whenMatchedAnd whenMatchedAndRef whenNotMatched whenNotMatchedAnd whenNotMatchedAndRef'.split(' '),
  ...'whenNotMatchedBySource whenNotMatchedBySourceAnd whenNotMatchedBySourceAndRef'.split(' '),
  ...'thenDelete thenDoNothing thenUpdate thenUpdateSet thenInsertValues'.split(' '),
  ...'selectFrom selectNoFrom insertInto replaceInto deleteFrom updateTable mergeInto'.split(' '),
]);
