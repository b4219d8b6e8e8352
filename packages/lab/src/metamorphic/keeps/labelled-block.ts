import { blockRewrite } from '../blocks.ts';

/** A label and a block around the statement. */
export default blockRewrite({ id: 'labelled-block', atLeast: 60, open: 'block: { ', close: ' }' });
