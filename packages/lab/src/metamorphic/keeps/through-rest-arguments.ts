import { cutRewrite, middle } from '../cut.ts';

/** The query goes through rest arguments. */
export default cutRewrite({
  id: 'through-rest-arguments',
  atLeast: 100,
  at: middle,
  make: (part) => ({ statements: `const made_ = (<T>(...queries: readonly [T]): T => queries[0])(${part});`, instead: 'made_' }),
});
