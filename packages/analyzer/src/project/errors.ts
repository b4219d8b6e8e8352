/** Why a project could not be loaded; `message` is a sentence for people. */
export type ProjectErrorCode = 'no-directory' | 'no-tsconfig' | 'bad-tsconfig' | 'bad-workspace' | 'bad-schema-types' | 'no-native-compiler' | 'native-failed';

/** Thrown when there is nothing to analyse: a usage error, not a bug. */
export class ProjectError extends Error {
  override readonly name = 'ProjectError';
  readonly code: ProjectErrorCode;

  constructor(code: ProjectErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Something of the project that was not read; a run that has one is not complete. */
export interface Incomplete {
  /** Relative to the analysed directory, with forward slashes. */
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly message: string;
}
