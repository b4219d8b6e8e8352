import { wheresRewrite } from '../wheres.ts';

/** Nested `eb.and`. */
export default wheresRewrite({
  id: 'wheres-nested-and',
  atLeast: 40,
  calls: (conditions) => [`\n.where((m_) => ${conditions.reduceRight((inner, c) => (inner === '' ? `m_(${c})` : `m_.and([m_(${c}), ${inner}])`), '')})`],
});
