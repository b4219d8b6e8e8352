import { cutRewrite, middle } from '../cut.ts';

/** The query is assigned where nothing was. */
export default cutRewrite({
  id: 'through-nullish',
  atLeast: 100,
  at: middle,
  make: (part) => ({ statements: `let made_; made_ ??= ${part};`, instead: 'made_' }),
});
