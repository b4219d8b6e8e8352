import { cutRewrite, last } from '../cut.ts';

/** A nested function builds the query. */
export default cutRewrite({
  id: 'extract-nested-function',
  atLeast: 50,
  at: last,
  make: (part) => (part.includes('this.') ? undefined : { statements: `function made_() { return ${part}; }`, instead: 'made_()' }),
});
