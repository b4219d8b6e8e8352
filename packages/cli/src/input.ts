import { readFileSync } from 'node:fs';
import { readFailure, UsageError } from '@tenantscope/command';

/** The text of a file that the user has named; `name`: how it is called in the message when it cannot be read. */
export const textOf = (file: string, name = file): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${name} cannot be read: ${readFailure(error) ?? String(error)}`);
  }
};
