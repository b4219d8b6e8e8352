/** Something that was found, and why it is believed. */
export interface Guess<T> {
  readonly value: T;
  /** One clause: where it came from. */
  readonly why: string;
}

/** A place as it is read aloud: `migrations/1.sql:4`. */
export const placeOf = ({ file, line }: { readonly file: string; readonly line: number }): string => `${file}:${line}`;
