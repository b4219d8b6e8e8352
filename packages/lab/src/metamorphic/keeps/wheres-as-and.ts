import { wheresRewrite } from '../wheres.ts';

/** One `eb.and` instead of a chain of conditions. */
export default wheresRewrite({
  id: 'wheres-as-and',
  atLeast: 40,
  calls: (conditions) => [`\n.where((m_) => m_.and([${conditions.map((c) => `m_(${c})`).join(', ')}]))`],
});
