import { inPlaceRewrite } from '../detach.ts';

/** The condition moves from WHERE to the ON of a LEFT JOIN, which removes no row. */
export default inPlaceRewrite({
  id: 'where-to-left-join',
  effect: 'flips',
  atLeast: 40,
  only: (site) => site.root.getText().includes('selectFrom('),
  call: (where) => `.leftJoin('countries as other_', (join_) => join_.on${where.slice('.where'.length)})`,
});
