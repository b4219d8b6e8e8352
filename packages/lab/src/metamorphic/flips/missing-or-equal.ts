import { predicateRewrite } from '../predicate.ts';

/** The filter switches itself off when something is missing. */
export default predicateRewrite({
  id: 'missing-or-equal',
  effect: 'flips',
  atLeast: 60,
  phrase: {
    builder: (eb, c, v) => `${eb}.or([${eb}(${c}, '=', ${v}), ${eb}(${eb}.val(metamorphicRequest.query['tenant'] ?? null), 'is', null)])`,
    text: (c, v) => `(${c} = ${v} or current_setting('app.filter', true) is null)`,
  },
});
