/** A string literal. */
export const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** An argument that may also be a callback: code that needs the expression builder is handed one. */
export const lazily = (code: string): string => (/\beb\b/.test(code) ? `(eb) => ${code.startsWith('{') ? `(${code})` : code}` : code);

export const list = (parts: readonly string[]): string => parts.join(', ');

const plainKey = /^[a-z_][a-z0-9_]*$/i;

export const keyed = (entries: readonly (readonly [key: string, code: string])[]): string =>
  `{ ${list(entries.map(([key, code]) => `${plainKey.test(key) ? key : quoted(key)}: ${code}`))} }`;
