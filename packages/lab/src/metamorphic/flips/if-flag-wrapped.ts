import { inPlaceRewrite } from '../detach.ts';

/** `$if(flag, …)` around the only condition. */
export default inPlaceRewrite({
  id: 'if-flag-wrapped',
  effect: 'flips',
  atLeast: 40,
  call: (where) => `.$if(metamorphicFlag, (qb_) => qb_${where})`,
});
