import { terminalRewrite } from '../terminal.ts';

/** `Promise.all` of one. */
export default terminalRewrite({
  id: 'promise-all',
  atLeast: 100,
  make: (query, terminal) => ({ statements: `const [run_] = await Promise.all([${query}${terminal}]);`, instead: 'run_' }),
});
