import { inPlaceRewrite } from '../detach.ts';

/** `clearWhere` behind the condition. */
export default inPlaceRewrite({
  id: 'cleared-after',
  effect: 'flips',
  atLeast: 40,
  call: (where) => `${where}.clearWhere()`,
});
