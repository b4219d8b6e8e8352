import { untrustedRewrite } from '../value.ts';

/** The trusted value with something of the client behind it. */
export default untrustedRewrite({
  id: 'concatenated',
  atLeast: 60,
  instead: (tenant) => '`${' + tenant + '}${metamorphicRequest.params[\'suffix\'] ?? \'\'}`',
});
