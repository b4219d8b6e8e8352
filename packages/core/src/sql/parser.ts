import type { RawStmt } from 'libpg-query';
import type { PgQueryModule } from 'libpg-query/wasm/libpg-query.js';

/** What PostgreSQL's parser says of a text: its statements, or why it refused. `at` is a byte offset. */
export type ParseOutcome =
  | { readonly statements: readonly RawStmt[] }
  | { readonly failure: { readonly message: string; readonly at: number | undefined } };

/** An instance that ran out of stack leaks part of its own; measured, 15 such crashes corrupt it. */
const crashesAllowed = 3;

let instance: PgQueryModule | undefined;
let crashes = 0;

/** A result that stands from the last run needs no parser: it is loaded with the first instance. */
const instantiate = async (): Promise<PgQueryModule> => (await import('libpg-query/wasm/libpg-query.js')).default();

/** Instantiates the parser (about 40 ms). Call once before anything else in this folder. */
export const loadParser = async (): Promise<void> => {
  instance ??= await instantiate();
};

const replaceInstance = (): void => {
  void instantiate().then((fresh) => {
    instance = fresh;
    crashes = 0;
  });
};

const failureOf = (wasm: PgQueryModule, error: number): ParseOutcome => {
  const message = wasm.getValue(error, 'i32');
  const cursor = wasm.getValue(error + 16, 'i32');
  return {
    failure: { message: message ? wasm.UTF8ToString(message) : 'unknown error', at: cursor > 0 ? cursor - 1 : undefined },
  };
};

const outcomeOf = (wasm: PgQueryModule, result: number): ParseOutcome => {
  const error = wasm.getValue(result + 8, 'i32');
  if (error) return failureOf(wasm, error);
  const tree = JSON.parse(wasm.UTF8ToString(wasm.getValue(result, 'i32'))) as { stmts?: RawStmt[] };
  return { statements: tree.stmts ?? [] };
};

/** The text in the parser's memory while `use` runs. */
const withText = <T>(wasm: PgQueryModule, text: string, use: (pointer: number) => T): T => {
  const bytes = wasm.lengthBytesUTF8(text) + 1;
  const pointer = wasm._malloc(bytes);
  wasm.stringToUTF8(text, pointer, bytes);
  try {
    return use(pointer);
  } finally {
    wasm._free(pointer);
  }
};

const run = (wasm: PgQueryModule, text: string): ParseOutcome =>
  withText(wasm, text, (pointer) => {
    const result = wasm._wasm_parse_query_raw(pointer);
    try {
      return result ? outcomeOf(wasm, result) : { failure: { message: 'out of memory', at: undefined } };
    } finally {
      if (result) wasm._wasm_free_parse_result(result);
    }
  });

const runPlpgsql = (wasm: PgQueryModule, text: string): unknown =>
  withText(wasm, text, (pointer) => {
    const result = wasm._wasm_parse_plpgsql(pointer);
    const answer = wasm.UTF8ToString(result);
    wasm._wasm_free_string(result);
    // A refusal is plain text.
    return answer.startsWith('{') ? (JSON.parse(answer) as unknown) : undefined;
  });

const isCrash = (error: unknown): boolean =>
  error instanceof RangeError || (error instanceof Error && error.name === 'RuntimeError');

/** Runs the parser; `failed` makes the answer when it ran out of stack, or did so too often. */
const guarded = <T>(use: (wasm: PgQueryModule) => T, failed: (message: string) => T): T => {
  if (!instance) throw new Error('the SQL parser is not loaded: await loadSqlReader() first');
  if (crashes >= crashesAllowed) return failed('the parser ran out of stack too often');
  try {
    return use(instance);
  } catch (error) {
    if (!isCrash(error)) throw error;
    crashes += 1;
    if (crashes === 1) replaceInstance();
    return failed('stack depth limit exceeded');
  }
};

/** Parses a text without NUL characters. Never throws for what the text says. */
export const parse = (text: string): ParseOutcome => {
  if (text === '') return { statements: [] };
  return guarded<ParseOutcome>((wasm) => run(wasm, text), (message) => ({ failure: { message, at: undefined } }));
};

/** Parses the body of a CREATE FUNCTION in PL/pgSQL; undefined when it cannot be read. */
export const parsePlpgsql = (text: string): unknown =>
  text.includes('\0') ? undefined : guarded((wasm) => runPlpgsql(wasm, text), () => undefined);
