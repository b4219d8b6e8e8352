/** `@name(arguments)` or `@@name(arguments)`. */
export interface Attribute {
  readonly name: string;
  /** Named ones, and those without a name under their number. */
  readonly args: ReadonlyMap<string, string>;
}

/** One line of a block: `name Type @attribute…`, `name = value` or `@@attribute`. */
export interface Line {
  readonly name: string;
  /** With `?` or `[]`. */
  readonly type: string;
  readonly value: string;
  readonly attributes: readonly Attribute[];
}

export interface Block {
  readonly keyword: string;
  readonly name: string;
  readonly lines: readonly Line[];
}

/** Text as it is, text in quotes and comments. */
const tokens = /"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[^]*?\*\/|[^]/g;

const withoutComments = (text: string): string => text.replace(tokens, (token) => (token.startsWith('//') || token.startsWith('/*') ? ' ' : token));

const opening = new Set(['(', '[', '{']);
const closing = new Set([')', ']', '}']);

/** The parts of a text between separators that stand in no brackets and no quotes. */
const split = (text: string, isSeparator: (token: string) => boolean): readonly string[] => {
  const parts: string[] = [];
  let part = '';
  let depth = 0;
  for (const [token] of text.matchAll(tokens)) {
    if (depth === 0 && isSeparator(token)) {
      parts.push(part);
      part = '';
      continue;
    }
    if (opening.has(token)) depth++;
    if (closing.has(token)) depth--;
    part += token;
  }
  return [...parts, part].map((p) => p.trim()).filter((p) => p !== '');
};

const argumentsOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    split(text, (t) => t === ',').map((arg, i) => {
      const [, name, value] = /^(\w+)\s*:\s*([^]*)$/.exec(arg) ?? [];
      return name !== undefined && value !== undefined ? [name, value] : [String(i), arg];
    }),
  );

const attributeOf = (text: string): Attribute | undefined => {
  const [, name, args] = /^@@?([\w.]+)\s*(?:\(([^]*)\))?$/.exec(text) ?? [];
  return name === undefined ? undefined : { name, args: argumentsOf(args ?? '') };
};

const isSpace = (token: string): boolean => /^\s$/.test(token);

/** `@relation ("tree")`: the brackets belong to the word before. */
const words = (text: string): readonly string[] => split(text.replace(/\s+\(/g, '('), isSpace);

const lineOf = (text: string): Line => {
  const [, key, value] = /^(\w+)\s*=\s*([^]*)$/.exec(text) ?? [];
  if (key !== undefined && value !== undefined) return { name: key, type: '', value, attributes: [] };
  const [first = '', second = '', ...rest] = words(text);
  const isBlockAttribute = first.startsWith('@@');
  return {
    name: isBlockAttribute ? '' : first,
    type: isBlockAttribute || second.startsWith('@') ? '' : second,
    value: '',
    attributes: [first, second, ...rest].filter((w) => w.startsWith('@')).flatMap((w) => attributeOf(w) ?? []),
  };
};

/** The text of a block from behind its opening brace, to the brace that closes it. */
const bodyAt = (text: string, start: number): string => {
  let depth = 1;
  let body = '';
  for (const [token] of text.slice(start).matchAll(tokens)) {
    if (token === '{') depth++;
    if (token === '}' && --depth === 0) break;
    body += token;
  }
  return body;
};

/**
 * The blocks of a `schema.prisma`. Only schemas that Prisma itself has accepted are read (the one a client carries), so nothing is
 * said of mistakes; and of the whole language little is needed, which is less than a parser brings to depend on.
 */
export const blocksOf = (source: string): readonly Block[] => {
  const text = withoutComments(source);
  return [...text.matchAll(/^[ \t]*(model|view|type|enum|datasource|generator)\s+(\w+)\s*\{/gm)].map((match) => ({
    keyword: match[1] ?? '',
    name: match[2] ?? '',
    lines: split(bodyAt(text, match.index + match[0].length), (t) => t === '\n').map(lineOf),
  }));
};

/** The text in quotes. */
export const quoted = (text: string | undefined): string | undefined => {
  if (text === undefined || !/^"[^]*"$/.test(text)) return undefined;
  try {
    return String(JSON.parse(text));
  } catch {
    return text.slice(1, -1);
  }
};

/** The elements of `[a, b(sort: Desc)]`, without what stands in brackets behind them. */
export const listed = (text: string | undefined): readonly string[] =>
  text === undefined ? [] : split(text.replace(/^\[([^]*)\]$/, '$1'), (t) => t === ',').map((e) => e.replace(/\([^]*$/, '').trim());
