import { wheresRewrite } from '../wheres.ts';

/** The conditions are pushed to a list. */
export default wheresRewrite({
  id: 'wheres-as-list',
  atLeast: 40,
  calls: (conditions) => [`\n.where((m_) => { const conditions = []; ${conditions.map((c) => `conditions.push(m_(${c}));`).join(' ')} return m_.and(conditions); })`],
});
