import { cutRewrite, last } from '../cut.ts';

/** An arrow builds the query. */
export default cutRewrite({
  id: 'extract-arrow',
  atLeast: 100,
  at: last,
  make: (part) => ({ statements: `const made_ = () => ${part};`, instead: 'made_()' }),
});
