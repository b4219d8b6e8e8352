import { wheresRewrite } from '../wheres.ts';

/** The conditions in the other order. */
export default wheresRewrite({
  id: 'reversed-wheres',
  atLeast: 40,
  calls: (conditions) => conditions.map((c) => `\n.where(${c})`).reverse(),
});
