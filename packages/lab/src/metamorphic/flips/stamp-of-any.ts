import { stampRewrite } from '../stamp.ts';

/** A tenant of type any. */
export default stampRewrite({ id: 'stamp-of-any', instead: () => 'tenant_id: metamorphicAny' });
