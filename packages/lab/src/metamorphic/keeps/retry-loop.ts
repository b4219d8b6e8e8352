import { terminalRewrite } from '../terminal.ts';

/** Executed in a loop that tries again. */
export default terminalRewrite({
  id: 'retry-loop',
  atLeast: 100,
  make: (query, terminal) => ({ statements: `const run_ = async () => { for (let attempt = 0; ; attempt += 1) { try { return await ${query}${terminal}; } catch (error) { if (attempt > 2) throw error; } } };`, instead: 'run_()' }),
});
