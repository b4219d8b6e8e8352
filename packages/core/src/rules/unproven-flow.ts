import { rule, ts } from './rule.ts';

export const unprovenFlow = rule({
  id: 'unproven-flow',
  title: 'The query could not be followed through the code',
  verdict: 'unproven',
  meaning: `The query is built in a way that was not followed: the builder comes from a package without sources, leaves through a collection, is
typed \`any\`, or names a table that is only known at run time. What it finally says is not known: another function may take a condition away
again.`,
  fails: ts("const query = db.selectFrom('orders').selectAll().where('tenant_id', '=', tenantId);\nreturn applyFilters(query, filters).execute(); // from a package of which only types are here"),
  passes: ts("return db.selectFrom('orders').selectAll().where('tenant_id', '=', tenantId).execute();"),
  remedy: 'Keep the builder typed and in reach: a local variable, or a helper function of the same project. Add the tenant condition where the query starts.',
  blind: 'Nothing: what is not followed is reported.',
});
