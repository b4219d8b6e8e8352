import { dirname, posix, relative, resolve, sep } from 'node:path';
import { ts } from '#compiler';

interface Raw {
  readonly include?: unknown;
  readonly exclude?: unknown;
  readonly files?: unknown;
}

const strings = (value: unknown): readonly string[] | undefined => (Array.isArray(value) ? value.filter((v): v is string => typeof v === 'string') : undefined);

/** A pattern of a tsconfig as it is meant: a folder is all that is in it. */
const expression = (pattern: string, directory: string): RegExp => {
  const path = relative(directory, resolve(directory, pattern.replace('${configDir}', '.'))).split(sep).join('/') || '**/*';
  const last = posix.basename(path);
  const whole = /[*?.]/.test(last) ? path : `${path}/**/*`;
  const escaped = whole.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\*\*\/|\*\*|\*|\?/g, (wild) => (wild === '**/' ? '(?:.*/)?' : wild === '**' ? '.*' : wild === '*' ? '[^/]*' : '[^/]'))}$`);
};

const matches = (name: string, patterns: readonly string[], directory: string): boolean => patterns.some((p) => expression(p, directory).test(name));

const emits = ({ noEmit, emitDeclarationOnly }: ts.CompilerOptions): boolean => noEmit !== true && emitDeclarationOnly !== true;

const takes = (path: string, name: string): boolean => {
  const config = ts.readConfigFile(path, (file) => ts.sys.readFile(file)).config as unknown;
  const parsed = ts.parseJsonConfigFileContent(config ?? {}, { ...ts.sys, readDirectory: () => [] }, dirname(path), undefined, path);
  const { include, exclude, files } = ((parsed.raw as unknown) ?? {}) as Raw;
  const included = strings(include) ?? (files === undefined ? ['**/*'] : []);
  return emits(parsed.options) && matches(name, included, dirname(path)) && !matches(name, strings(exclude) ?? [], dirname(path));
};

/** Whether a compiler would take a new file in a directory for a source of the product, and write what it makes of it. */
export const compilesFile = (directory: string, name: string): boolean =>
  ts.sys.readDirectory(directory, ['.json'], undefined, ['tsconfig.json', 'tsconfig.*.json'], 1).some((path) => takes(path, name));
