import { terminalRewrite } from '../terminal.ts';

/** `then` on the promise. */
export default terminalRewrite({
  id: 'promise-then',
  atLeast: 100,
  make: (query, terminal) => ({ statements: '', instead: `${query}${terminal}.then((rows) => rows)` }),
});
