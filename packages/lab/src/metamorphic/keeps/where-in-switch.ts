import { detachedRewrite } from '../detach.ts';

/** The condition in each case. */
export default detachedRewrite({
  id: 'where-in-switch',
  effect: 'keeps',
  atLeast: 60,
  statements: (where) => `switch (metamorphicRequest.query["kind"]) { case "a": q_ = q_${where}; break; default: q_ = q_${where}; }`,
});
