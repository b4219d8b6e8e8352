import { cutRewrite, middle } from '../cut.ts';

/** The query is the last of a comma expression. */
export default cutRewrite({
  id: 'through-comma',
  atLeast: 100,
  at: middle,
  make: (part) => ({ statements: `const made_ = (metamorphicWork(), ${part});`, instead: 'made_' }),
});
