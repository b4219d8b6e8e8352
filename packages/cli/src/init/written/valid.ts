import { type Configuration, validateConfiguration } from '@tenantscope/core';

/** Whether a configuration can say this: of odd names not all can be written in it, and not all are heard. */
export const canHold = (part: Configuration): boolean => {
  const result = validateConfiguration(part);
  return 'configuration' in result && JSON.stringify(result.configuration) === JSON.stringify(part);
};
