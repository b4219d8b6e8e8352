import { stampRewrite } from '../stamp.ts';

/** The tenant on one path only. */
export default stampRewrite({ id: 'stamp-if-flag', instead: (value) => `...(metamorphicFlag ? { tenant_id: ${value} } : {})` });
