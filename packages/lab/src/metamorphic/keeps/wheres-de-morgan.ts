import { wheresRewrite } from '../wheres.ts';

/** De Morgan: NOT (NOT a OR NOT b). */
export default wheresRewrite({
  id: 'wheres-de-morgan',
  atLeast: 40,
  calls: (conditions) => [`\n.where((m_) => m_.not(m_.or([${conditions.map((c) => `m_.not(m_(${c}))`).join(', ')}])))`],
});
