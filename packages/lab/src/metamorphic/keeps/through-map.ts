import { cutRewrite, middle } from '../cut.ts';

/** The query is made by `map` over a list of one. */
export default cutRewrite({
  id: 'through-map',
  atLeast: 100,
  at: middle,
  make: (part) => ({ statements: `const [made_] = [0].map(() => ${part});`, instead: 'made_!' }),
});
