import { blockRewrite } from '../blocks.ts';

/** A loop of one turn around the statement. */
export default blockRewrite({ id: 'do-once', atLeast: 60, open: 'do { ', close: ' } while (false);' });
