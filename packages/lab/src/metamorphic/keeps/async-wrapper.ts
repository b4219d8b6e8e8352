import { terminalRewrite } from '../terminal.ts';

/** An async arrow executes the query. */
export default terminalRewrite({
  id: 'async-wrapper',
  atLeast: 100,
  make: (query, terminal) => ({ statements: `const run_ = async () => await ${query}${terminal};`, instead: 'run_()' }),
});
