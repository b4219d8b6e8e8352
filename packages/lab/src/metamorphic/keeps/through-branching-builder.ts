import { cutRewrite, last } from '../cut.ts';

/** A function with a branch builds the query. */
export default cutRewrite({
  id: 'through-branching-builder',
  atLeast: 100,
  at: last,
  make: (part) => ({ statements: `const made_ = () => { if (metamorphicFlag) { metamorphicWork(); } return ${part}; };`, instead: 'made_()' }),
});
