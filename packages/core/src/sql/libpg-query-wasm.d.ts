/** The part of libpg-query's WASM module that the reader drives itself; the package types only its façade, which cannot replace a crashed instance. */
declare module 'libpg-query/wasm/libpg-query.js' {
  export interface PgQueryModule {
    lengthBytesUTF8(text: string): number;
    stringToUTF8(text: string, pointer: number, bytes: number): void;
    UTF8ToString(pointer: number): string;
    getValue(pointer: number, type: 'i32'): number;
    _malloc(bytes: number): number;
    _free(pointer: number): void;
    _wasm_parse_query_raw(text: number): number;
    _wasm_parse_plpgsql(text: number): number;
    _wasm_free_string(text: number): void;
    _wasm_free_parse_result(result: number): void;
  }
  const instantiate: () => Promise<PgQueryModule>;
  export default instantiate;
}
