/** The other compiler did not do what is expected of it. What it has said until then counts for nothing. */
export class NativeFailure extends Error {
  override readonly name = 'NativeFailure';
}

/** Whatever goes wrong there is its failure; running out of stack is not. */
const asFailure = (error: unknown): unknown => {
  if (error instanceof NativeFailure || error instanceof RangeError) return error;
  return new NativeFailure(error instanceof Error ? error.message : String(error), { cause: error });
};

/** The same functions, failing as the other compiler's. */
export const guarded = <T extends object>(functions: T): T =>
  Object.fromEntries(
    Object.entries(functions).map(([name, f]: [string, (...given: unknown[]) => unknown]) => [
      name,
      (...given: unknown[]): unknown => {
        try {
          return f(...given);
        } catch (error) {
          throw asFailure(error);
        }
      },
    ]),
  ) as T;
