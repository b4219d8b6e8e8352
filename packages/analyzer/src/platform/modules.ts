import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ts } from 'ts-morph';
import { alternatives, choose } from '../flow/branch.ts';
import { nowhere } from '../flow/fallback.ts';
import { type Arguments, Foreign } from '../flow/foreign.ts';
import { propertyOf } from '../flow/object.ts';
import { globalOffset } from '../flow/offsets.ts';
import { spelled } from '../flow/origin.ts';
import type { Run } from '../flow/run.ts';
import { constant, type Entry, scalar, undefinedValue, type Value } from '../flow/value.ts';
import { pathFunctions, pathOfUrl, textOf, urlOf, UrlValue } from './path.ts';

/** Undefined where nothing is known of the result. */
type Compute = (run: Run, args: Arguments) => Value | undefined;

/** A function of the platform, or a class. */
class PlatformFunction extends Foreign {
  readonly #compute: Compute;

  constructor(compute: Compute) {
    super();
    this.#compute = compute;
  }

  override call(args: Arguments, run: Run): Value | undefined {
    let known = true;
    const unknown = (): Value => ((known = false), undefinedValue);
    const value = alternatives(run, () => this.#compute(run, args) ?? unknown(), () => scalar(args.call, { cause: `${spelled(args.call)} has more alternatives than are told apart` }));
    return known ? value : undefined;
  }

  override construct(args: Arguments, run: Run): Value | undefined {
    return this.call(args, run);
  }

  override mergeWith(other: Foreign): Foreign | undefined {
    return other === this ? this : undefined;
  }
}

class PlatformModule extends Foreign {
  readonly #members: Members;

  constructor(members: Members) {
    super();
    this.#members = members;
  }

  override property(name: string): Value | undefined {
    return Object.hasOwn(this.#members, name) ? this.#members[name] : undefined;
  }

  override invoke(name: string, args: Arguments, run: Run): Value | undefined {
    const member = this.property(name);
    return member instanceof PlatformFunction ? member.call(args, run) : undefined;
  }

  override mergeWith(other: Foreign): Foreign | undefined {
    return other === this ? this : undefined;
  }
}

type Members = Readonly<Record<string, Foreign>>;

const textsIn = (run: Run, args: Arguments): readonly string[] | undefined => {
  const texts = args.values.map((value, i) => textOf(run, value, args.nodes[i] ?? args.call));
  return !args.open && texts.every((t) => t !== undefined) ? texts : undefined;
};

/** What the file at a path holds, as text whose characters stand in it; a path that is not absolute is relative to where the program is started. */
export const contentOf = (run: Run, path: Value, node: ts.Node, call: ts.Node): Value => {
  const text = textOf(run, path, node);
  if (text === undefined) return scalar(call, { cause: `which file ${spelled(call)} reads is only known at run time` });
  const found = run.files.find(pathOfUrl(text) ?? text, call.getSourceFile());
  return typeof found === 'string' ? scalar(call, { cause: found }) : constant(found.text, globalOffset(found, 0));
};

/** Whether the text is decoded as it was written: `readFileSync(path)`, `(path, 'utf8')`, `(path, { encoding: 'utf8' })`. */
const isPlain = (run: Run, options: Value): boolean => {
  const v = choose(run, options);
  if (v.kind === 'object') return isPlain(run, propertyOf(v, 'encoding', nowhere()));
  return v.kind === 'constant' && [undefined, null, 'utf8', 'utf-8'].includes(v.value as string | null | undefined);
};

const readFile = new PlatformFunction((run, args) => {
  const [path = undefinedValue, options = undefinedValue] = args.values;
  return isPlain(run, options) ? contentOf(run, path, args.nodes[0] ?? args.call, args.call) : undefined;
});

const url = new PlatformFunction((run, args) => {
  const [text, base] = textsIn(run, args) ?? [];
  const made = text === undefined ? undefined : urlOf(text, base);
  return made && new UrlValue(made);
});

const fileURLToPath = new PlatformFunction((run, args) => {
  const path = pathOfUrl(textsIn(run, args)?.[0] ?? '');
  return path === undefined ? undefined : constant(path);
});

const paths: Members = Object.fromEntries(
  Object.entries(pathFunctions).map(([name, compute]) => [
    name,
    new PlatformFunction((run, args) => {
      const parts = textsIn(run, args);
      return parts && constant(compute(parts));
    }),
  ]),
);

const promises: Members = { readFile };

const modules: Readonly<Record<string, Members>> = {
  fs: { readFileSync: readFile, promises: new PlatformModule(promises) },
  'fs/promises': promises,
  path: paths,
  'path/posix': paths,
  url: { URL: url, fileURLToPath },
};

/** What a module of the platform exports under a name; `default` and `*` stand for all of it. */
export const platformExport = (specifier: string, name: string): Value | undefined => {
  const module = specifier.replace(/^node:/, '');
  const members = Object.hasOwn(modules, module) ? modules[module] : undefined;
  if (!members) return undefined;
  if (name === 'default' || name === '*') return new PlatformModule(members);
  return Object.hasOwn(members, name) ? members[name] : undefined;
};

const require = new PlatformFunction((run, args) => platformExport(textsIn(run, args)?.[0] ?? '', '*'));

/** What a name of the platform means in a file. */
export const platformGlobal = (name: string, file: ts.SourceFile): Value | undefined => {
  switch (name) {
    case '__dirname':
      return constant(dirname(file.fileName));
    case '__filename':
      return constant(file.fileName);
    case 'URL':
      return url;
    case 'require':
      return require;
    default:
      return undefined;
  }
};

/** `import.meta` */
export const platformMeta = (node: ts.Node): Value => {
  const { fileName } = node.getSourceFile();
  const members = { url: pathToFileURL(fileName).href, filename: fileName, dirname: dirname(fileName) };
  // Bundlers put more there.
  const known: readonly Entry[] = Object.entries(members).map(([key, value]) => ({ kind: 'property', key, value: constant(value), optional: false, node }));
  return { kind: 'object', entries: [{ kind: 'spread', value: scalar(node), node }, ...known] };
};
