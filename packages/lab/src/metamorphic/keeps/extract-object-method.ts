import { cutRewrite, last } from '../cut.ts';

/** A method of an object builds the query. */
export default cutRewrite({
  id: 'extract-object-method',
  atLeast: 100,
  at: last,
  make: (part) => ({ statements: `const made_ = { build: () => ${part} };`, instead: 'made_.build()' }),
});
