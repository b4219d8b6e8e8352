import { inPlaceRewrite } from '../detach.ts';

/** `$call` whose function gives back the query it got. */
export default inPlaceRewrite({
  id: 'call-without-result',
  effect: 'flips',
  atLeast: 40,
  call: (where) => `.$call((qb_) => { qb_${where}; return qb_; })`,
});
