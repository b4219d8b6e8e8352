import { cutRewrite, last } from '../cut.ts';

/** The chain is cut before it is executed. */
export default cutRewrite({
  id: 'split-chain-end',
  atLeast: 100,
  at: last,
  make: (part) => ({ statements: `const made_ = ${part};`, instead: 'made_' }),
});
