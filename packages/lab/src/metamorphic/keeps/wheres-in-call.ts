import { wheresRewrite } from '../wheres.ts';

/** All conditions in one `$call`. */
export default wheresRewrite({
  id: 'wheres-in-call',
  atLeast: 40,
  calls: (conditions) => [`\n.$call((qb_) => qb_${conditions.map((c) => `.where(${c})`).join('')})`],
});
