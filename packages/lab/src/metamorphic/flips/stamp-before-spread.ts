import { stampRewrite } from '../stamp.ts';

/** The body is spread over the tenant. */
export default stampRewrite({ id: 'stamp-before-spread', instead: (value) => `tenant_id: ${value}, ...metamorphicRequest.body` });
