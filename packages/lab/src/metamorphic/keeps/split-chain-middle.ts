import { cutRewrite, middle } from '../cut.ts';

/** The chain is cut in the middle. */
export default cutRewrite({
  id: 'split-chain-middle',
  atLeast: 100,
  at: middle,
  make: (part) => ({ statements: `const made_ = ${part};`, instead: 'made_' }),
});
