import { stampRewrite } from '../stamp.ts';

/** The column is given a second time. */
export default stampRewrite({ id: 'stamp-twice', instead: (value) => `tenant_id: ${value}, ['tenant_id']: metamorphicRequest.body.tenantId` });
