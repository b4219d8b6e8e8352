import { type Configuration, validateConfiguration } from '@tenantscope/core';

/** Whether a configuration can say this: of odd names not all can be written in it. */
export const canHold = (part: Configuration): boolean => 'configuration' in validateConfiguration(part);
