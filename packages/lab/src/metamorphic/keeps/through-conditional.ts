import { cutRewrite, middle } from '../cut.ts';

/** The query goes through a condition that is decided. */
export default cutRewrite({
  id: 'through-conditional',
  atLeast: 100,
  at: middle,
  make: (part) => ({ statements: `const made_ = true ? ${part} : undefined;`, instead: 'made_!' }),
});
