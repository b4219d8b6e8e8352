import { predicateRewrite } from '../predicate.ts';

/** A tenant written into the code, for which nobody was authenticated. */
export default predicateRewrite({
  id: 'constant-tenant',
  effect: 'flips',
  atLeast: 60,
  phrase: {
    builder: (eb, c) => `${eb}(${c}, '=', '7f1c2d9e-3b58-4a43-9d6b-0c5f2a1e8b77' as never)`,
    text: (c) => `${c} = '7f1c2d9e-3b58-4a43-9d6b-0c5f2a1e8b77'`,
  },
});
