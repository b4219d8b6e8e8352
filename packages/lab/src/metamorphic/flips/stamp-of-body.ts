import { stampRewrite } from '../stamp.ts';

/** The tenant of the body. */
export default stampRewrite({ id: 'stamp-of-body', instead: () => 'tenant_id: metamorphicRequest.body.tenantId' });
