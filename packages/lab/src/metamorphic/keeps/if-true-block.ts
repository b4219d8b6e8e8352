import { blockRewrite } from '../blocks.ts';

/** `if (true)` around the statement. */
export default blockRewrite({ id: 'if-true-block', atLeast: 60, open: 'if (true) { ', close: ' }' });
