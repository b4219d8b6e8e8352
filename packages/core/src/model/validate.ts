import * as v from 'valibot';
import type { Configuration } from './configuration.ts';
import { didYouMean } from './validate-nearest.ts';
import { configurationSchema } from './validate-schema.ts';

/** One thing wrong with a configuration; `path` is `tenant.column`, empty for the whole. */
export interface ConfigurationError {
  readonly path: string;
  readonly message: string;
}

export type ConfigurationResult = { readonly configuration: Configuration } | { readonly errors: readonly ConfigurationError[] };

type Issue = v.BaseIssue<unknown>;
type Key = string | number;

const keysOf = (issue: Issue): readonly Key[] => (issue.path ?? []).map((item) => item.key as Key);

const pathOf = (keys: readonly Key[]): string =>
  keys.map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i === 0 ? '' : '.'}${key}`)).join('');

interface SchemaPart {
  readonly type?: string;
  readonly wrapped?: SchemaPart;
  readonly entries?: Readonly<Record<string, SchemaPart>>;
  readonly options?: readonly (SchemaPart | string)[];
}

const root: SchemaPart = configurationSchema;

const objectPart = (part: SchemaPart | undefined): SchemaPart | undefined => {
  if (part?.wrapped) return objectPart(part.wrapped);
  if (part?.entries) return part;
  if (part?.type === 'record') return { ...part, entries: {} };
  return part?.options?.map((o) => (typeof o === 'string' ? undefined : objectPart(o))).find((o) => o !== undefined);
};

/** The keys that the object at `keys` may have. */
const validKeys = (keys: readonly Key[]): readonly string[] => {
  const part = keys.reduce<SchemaPart | undefined>((at, key) => objectPart(at)?.entries?.[key], root);
  return Object.keys(objectPart(part)?.entries ?? {}).filter((key) => key !== '$schema');
};

const kindOf = (value: unknown): string => {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Promise) return 'a promise';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'function' ? 'a function' : `the ${typeof value} ${JSON.stringify(value)}`;
};

const wanted: Readonly<Record<string, string>> = { string: 'a string', array: 'a list', strict_object: 'an object', record: 'an object', object: 'an object' };

const wantedBy = (issue: Issue): string => {
  if (issue.type !== 'union') return wanted[issue.type] ?? issue.expected ?? 'another value';
  return [...new Set((issue.issues ?? []).map(wantedBy))].join(' or ');
};

const describe = (issue: Issue, keys: readonly Key[]): string => {
  const last = keys.at(-1);
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    const valid = validKeys(keys.slice(0, -1));
    return `unknown key "${String(last)}"${didYouMean(String(last), valid) || `; the valid keys are ${valid.join(', ')}`}`;
  }
  if (issue.type === 'strict_object' && issue.path && issue.received === 'undefined') return `the key "${String(last)}" is missing`;
  if (issue.type === 'picklist') {
    const choices = String(issue.expected).replace(/[()]/g, '').replaceAll(' | ', ' or ');
    return `must be ${choices}, not ${kindOf(issue.input)}${didYouMean(String(issue.input), choices.replaceAll('"', '').split(' or '))}`;
  }
  if (issue.kind === 'validation') return `${issue.message}, not ${kindOf(issue.input)}`;
  return `must be ${wantedBy(issue)}, not ${kindOf(issue.input)}`;
};

/** An issue of a union whose option went wrong deeper inside is that option's issues. */
const unfold = (issue: Issue, outer: readonly Key[]): readonly ConfigurationError[] => {
  const keys = [...outer, ...keysOf(issue)];
  const inner = (issue.issues ?? []).filter((i) => (i.path ?? []).length > 0 || (i.kind === 'validation' && typeof i.input === 'string'));
  if (issue.type === 'union' && inner.length > 0) return inner.flatMap((i) => unfold(i, keys));
  return [{ path: pathOf(keys), message: describe(issue, keys) }];
};

/** Keys that are present and `undefined` are absent: a TypeScript configuration may compute them. */
const defined = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(defined);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, defined(item)]])));
};

const isPlain = (value: object): boolean => [Object.prototype, null].includes(Object.getPrototypeOf(value) as null);

/** Lists, promises, maps where a plain object is wanted: objects to JavaScript, and so to the schema. */
const misshapen = (value: unknown, part: SchemaPart | undefined, keys: readonly Key[]): readonly ConfigurationError[] => {
  const object = objectPart(part);
  if (!object?.entries || typeof value !== 'object' || value === null) return [];
  if (!isPlain(value)) return [{ path: pathOf(keys), message: `must be a plain object, not ${kindOf(value)}` }];
  return Object.entries(value).flatMap(([key, item]) => misshapen(item, object.entries?.[key], [...keys, key]));
};

/**
 * Checks what a configuration file holds. Every error names its path; an unknown key names the nearest valid one.
 *
 * @example
 * validateConfiguration({ tenant: { colum: 'org_id' } });
 * // { errors: [{ path: 'tenant.colum', message: 'unknown key "colum"; did you mean "column"?' }] }
 */
export const validateConfiguration = (input: unknown): ConfigurationResult => {
  const shape = misshapen(input, root, []);
  if (shape.length > 0) return { errors: shape };
  const result = v.safeParse(configurationSchema, defined(input));
  if (!result.success) return { errors: result.issues.flatMap((issue) => unfold(issue, [])) };
  const configuration = { ...result.output };
  delete configuration.$schema;
  return { configuration };
};
