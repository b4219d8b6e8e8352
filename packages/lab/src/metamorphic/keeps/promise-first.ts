import { terminalRewrite } from '../terminal.ts';

/** The promise first, its value later. */
export default terminalRewrite({
  id: 'promise-first',
  atLeast: 100,
  make: (query, terminal) => ({ statements: `const run_ = ${query}${terminal};`, instead: 'run_' }),
});
