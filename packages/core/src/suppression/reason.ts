const placeholders: ReadonlySet<string> = new Set(['todo', 'fixme', 'tbd', 'xxx', 'wip', 'none', 'na', 'n', 'a', 'no', 'ok', 'because', 'reason', 'ignore', 'suppress', 'suppressed']);

const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** Whether a reason has a word that is neither a placeholder nor what the rule and the category said already. */
export const saysSomething = (reason: string, said: readonly string[]): boolean => {
  const known = new Set(said.flatMap(wordsOf));
  return wordsOf(reason).some((word) => /\p{L}{2}/u.test(word) && !placeholders.has(word) && !known.has(word));
};
