import { cutRewrite, first } from '../cut.ts';

/** The chain is cut after the call that starts it. */
export default cutRewrite({
  id: 'split-chain-start',
  atLeast: 100,
  at: first,
  make: (part) => ({ statements: `const made_ = ${part};`, instead: 'made_' }),
});
