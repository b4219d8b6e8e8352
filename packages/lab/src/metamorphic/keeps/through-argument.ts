import { cutRewrite, middle } from '../cut.ts';

/** The query goes through an identity function. */
export default cutRewrite({
  id: 'through-argument',
  atLeast: 100,
  at: middle,
  make: (part) => ({ statements: `const made_ = (<T>(query: T): T => query)(${part});`, instead: 'made_' }),
});
