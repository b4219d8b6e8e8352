import { detachedRewrite } from '../detach.ts';

/** The condition in one case of a switch. */
export default detachedRewrite({
  id: 'where-in-one-case',
  effect: 'flips',
  atLeast: 40,
  statements: (where) => `switch (metamorphicRequest.query["kind"]) { case "a": q_ = q_${where}; break; case "b": metamorphicWork(); }`,
});
