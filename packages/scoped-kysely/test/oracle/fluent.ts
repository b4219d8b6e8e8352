/** Kysely's builders without their types: programs are drawn, so their tables and columns are only known at run time. */
type Method = (...args: readonly unknown[]) => Fluent;

export type Fluent = {
  readonly [Name in
    | 'selectFrom' | 'selectNoFrom' | 'insertInto' | 'updateTable' | 'deleteFrom' | 'mergeInto' | 'with' | 'withRecursive'
    | 'select' | 'selectAll' | 'where' | 'whereRef' | 'innerJoin' | 'leftJoin' | 'rightJoin' | 'fullJoin' | 'crossJoin' | 'innerJoinLateral' | 'leftJoinLateral' | 'join'
    | 'groupBy' | 'having' | 'orderBy' | 'limit' | 'offset' | 'distinct' | 'distinctOn' | 'union' | 'unionAll' | 'intersect' | 'except' | 'as' | 'on' | 'onTrue' | 'clearWhere'
    | 'values' | 'columns' | 'expression' | 'defaultValues' | 'onConflict' | 'column' | 'doNothing' | 'doUpdateSet' | 'returning' | 'returningAll' | 'set' | 'from' | 'using'
    | 'whenMatched' | 'whenMatchedAnd' | 'whenNotMatched' | 'whenNotMatchedAnd' | 'whenNotMatchedBySource' | 'thenDelete' | 'thenDoNothing' | 'thenUpdateSet' | 'thenInsertValues'
    | 'over' | 'partitionBy' | 'filterWhere' | 'and' | 'or' | 'not' | 'exists' | 'ref' | 'val' | 'lit' | 'case' | 'when' | 'then' | 'else' | 'end' | 'parens' | 'between' | 'countAll' | 'sum' | 'max' | 'agg' | '$if' | '$call']: Method;
} & { readonly fn: Fluent & Method; execute(): Promise<unknown>; toOperationNode(): never };

/** The expression builder is a function too: `eb('a', '=', 1)`. */
export type Eb = Fluent & Method;
