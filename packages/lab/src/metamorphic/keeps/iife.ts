import { terminalRewrite } from '../terminal.ts';

/** An async function that is called where it stands executes the query. */
export default terminalRewrite({ id: 'iife', atLeast: 100, make: (query, terminal) => ({ statements: "", instead: `(async () => ${query}${terminal})()` }) });
