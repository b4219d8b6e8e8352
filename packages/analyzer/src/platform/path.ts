import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ts } from 'ts-morph';
import { choose } from '../flow/branch.ts';
import { Foreign } from '../flow/foreign.ts';
import { literalUnion } from '../flow/property.ts';
import type { Run } from '../flow/run.ts';
import { stringOf } from '../flow/text.ts';
import { constant, type Value } from '../flow/value.ts';

/** A `URL` whose text is known. */
export class UrlValue extends Foreign {
  readonly url: URL;

  constructor(url: URL) {
    super();
    this.url = url;
  }

  override property(name: string): Value | undefined {
    return name === 'href' || name === 'pathname' ? constant(this.url[name]) : undefined;
  }

  override invoke(name: string): Value | undefined {
    return name === 'toString' ? constant(this.url.href) : undefined;
  }

  override mergeWith(other: Foreign): Foreign | undefined {
    return other instanceof UrlValue && other.url.href === this.url.href ? this : undefined;
  }

  override fingerprint(): string {
    return `url:${this.url.href}`;
  }
}

/** One of the texts that a value may be: a hole in it is one of the literals of its type. */
export const textOf = (run: Run, value: Value, node: ts.Node): string | undefined => {
  const v = choose(run, value);
  if (v instanceof UrlValue) return v.url.href;
  if (v.kind === 'text') {
    const parts = v.pieces.map((p) => (p.kind === 'constant' ? String(p.value) : textOf(run, p.value, p.node)));
    return parts.every((p) => p !== undefined) ? parts.join('') : undefined;
  }
  const literals = v.kind === 'scalar' && node.pos >= 0 ? run.host.literals(node) : undefined;
  return stringOf(literals ? choose(run, literalUnion(literals)) : v);
};

const isFile = (text: string): boolean => text.startsWith('file:');

/** The URL that `new URL(…)` makes of texts. */
export const urlOf = (text: string, base: string | undefined): URL | undefined => {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
};

export const pathOfUrl = (text: string): string | undefined => (isFile(text) && urlOf(text, undefined) ? fileURLToPath(text) : undefined);

/** As `path.resolve` does, but that what is relative to the directory the program is started in stays so. */
const resolve = (parts: readonly string[]): string => {
  const from = parts.findLastIndex((p) => isAbsolute(p));
  return join(...parts.slice(Math.max(from, 0)));
};

/** Functions of `node:path` whose result is a path. */
export const pathFunctions: Readonly<Record<string, (parts: readonly string[]) => string>> = {
  join: (parts) => join(...parts),
  resolve,
  normalize: (parts) => join(...parts.slice(0, 1)),
  dirname: ([path = '.']) => dirname(path),
};
