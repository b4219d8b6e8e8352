import { wheresRewrite } from '../wheres.ts';

/** `eb(…).and(…)` instead of a chain of conditions. */
export default wheresRewrite({
  id: 'wheres-chained-and',
  atLeast: 40,
  calls: (conditions) => [`\n.where((m_) => ${conditions.map((c, i) => (i === 0 ? `m_(${c})` : `.and(${c})`)).join('')})`],
});
