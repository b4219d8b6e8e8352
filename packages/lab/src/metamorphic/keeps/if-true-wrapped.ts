import { inPlaceRewrite } from '../detach.ts';

/** `$if(true, …)` around the condition. */
export default inPlaceRewrite({
  id: 'if-true-wrapped',
  effect: 'keeps',
  atLeast: 60,
  call: (where) => `.$if(true, (qb_) => qb_${where})`,
});
