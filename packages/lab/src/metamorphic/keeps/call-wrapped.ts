import { inPlaceRewrite } from '../detach.ts';

/** `$call` around the condition. */
export default inPlaceRewrite({
  id: 'call-wrapped',
  effect: 'keeps',
  atLeast: 60,
  call: (where) => `.$call((qb_) => qb_${where})`,
});
