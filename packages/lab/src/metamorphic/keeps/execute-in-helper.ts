import { terminalRewrite } from '../terminal.ts';

/** A helper that knows the query by an interface executes it. */
export default terminalRewrite({
  id: 'execute-in-helper',
  atLeast: 100,
  make: (query, terminal) => ({ statements: `const run_ = async <T>(query: { execute(): Promise<T>; executeTakeFirst(): Promise<any>; executeTakeFirstOrThrow(): Promise<any> }) => await query${terminal};`, instead: `run_(${query})` }),
});
