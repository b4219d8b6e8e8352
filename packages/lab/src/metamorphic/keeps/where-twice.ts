import { inPlaceRewrite } from '../detach.ts';

/** The condition, and once more. */
export default inPlaceRewrite({
  id: 'where-twice',
  effect: 'keeps',
  atLeast: 60,
  call: (where) => `${where}${where}`,
});
