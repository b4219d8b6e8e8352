import { blockRewrite } from '../blocks.ts';

/** A `try` that hands on what is thrown, around the statement. */
export default blockRewrite({ id: 'try-rethrow', atLeast: 60, open: 'try { ', close: ' } catch (error) { throw error; }' });
