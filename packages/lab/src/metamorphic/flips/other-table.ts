import { predicateRewrite } from '../predicate.ts';

/** The condition on another table, which has nothing to do with the rows. */
export default predicateRewrite({
  id: 'other-table',
  effect: 'flips',
  atLeast: 60,
  phrase: {
    builder: (eb, _c, v) => `${eb}.exists(${eb}.selectFrom('tags as other_').select('other_.id').where('other_.tenant_id', '=', ${v}))`,
    text: (_c, v) => `exists (select 1 from tags other_ where other_.tenant_id = ${v})`,
  },
});
