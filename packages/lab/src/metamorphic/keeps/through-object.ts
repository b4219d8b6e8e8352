import { cutRewrite, middle } from '../cut.ts';

/** The query goes through a nested object. */
export default cutRewrite({
  id: 'through-object',
  atLeast: 100,
  at: middle,
  make: (part) => ({ statements: `const made_ = { nested: { query: ${part} } };`, instead: 'made_.nested.query' }),
});
