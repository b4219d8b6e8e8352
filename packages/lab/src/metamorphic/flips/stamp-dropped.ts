import { stampRewrite } from '../stamp.ts';

/** Rows without the tenant column. */
export default stampRewrite({ id: 'stamp-dropped', instead: () => '...{}' });
