import { terminalRewrite } from '../terminal.ts';

/** A helper calls what executes the query. */
export default terminalRewrite({
  id: 'execute-in-callback',
  atLeast: 100,
  make: (query, terminal) => ({ statements: `const run_ = async <T>(work: () => Promise<T>): Promise<T> => await work();`, instead: `run_(() => ${query}${terminal})` }),
});
