import { readFileSync } from 'node:fs';

/** What was read is not UTF-8, so it would be judged as something that it is not. */
export class NotText extends Error {
  override readonly name = 'NotText';
}

/** UTF-8 bytes as text, without the byte order mark. */
export const decode = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new NotText('it is not UTF-8 text; convert it first');
  }
};

export const readText = (file: string): string => decode(readFileSync(file));

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOENT: 'it does not exist',
  EISDIR: 'it is a directory',
};

/** Why a file could not be read, in a few words; undefined when the error is not about that. */
export const readFailure = (error: unknown): string | undefined => {
  if (error instanceof NotText) return error.message;
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' ? (reasons[code] ?? code) : undefined;
};
