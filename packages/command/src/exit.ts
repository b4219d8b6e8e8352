/** The same in every command. 3 wins over 1: a run that did not see everything must not look like one that did. */
export const exitCode = { clean: 0, findings: 1, usage: 2, incomplete: 3 } as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** Something the user can put right: bad arguments, a bad configuration. Its message is printed as it is, exit 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Ends 3 for anything unread, else 1 for anything refused. */
export const exitCodeOf = (run: { readonly refused: boolean; readonly incomplete: boolean }): ExitCode => {
  if (run.incomplete) return exitCode.incomplete;
  return run.refused ? exitCode.findings : exitCode.clean;
};
