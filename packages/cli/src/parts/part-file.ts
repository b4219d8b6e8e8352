import { hashOf } from '@tenantscope/analyzer/inputs';
import { UsageError } from '@tenantscope/command';
import { type Part, readPart } from '@tenantscope/core';
import { textOf } from '../input.ts';
import { differenceOf } from './identity.ts';

/** A part with the path of its file. */
export interface PartFile {
  readonly file: string;
  readonly part: Part;
}

const digestOf = ({ digest: _digest, ...body }: Part): string => hashOf(JSON.stringify(body));

export const partText = (body: Omit<Part, 'digest'>): string => `${JSON.stringify({ ...body, digest: hashOf(JSON.stringify(body)) })}\n`;

const parse = (file: string, text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${file} is not whole: it is no JSON, or ends too soon. Write it again with tenantscope check --shard`);
  }
};

const isPart = (value: unknown): boolean => typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'tenantscope-part';

/** A part as it was written; anything else is refused. */
export const readPartFile = (file: string): PartFile => {
  const value = parse(file, textOf(file));
  if (!isPart(value)) throw new UsageError(`${file} is no part of a check; merge takes what tenantscope check --shard i/n --output FILE writes`);
  const part = readPart(value);
  if (!part) throw new UsageError(`${file} is a part that this version of tenantscope does not read; write all parts with the version that merges them`);
  if (digestOf(value as Part) !== part.digest) throw new UsageError(`${file} is not what was written: it was changed, or is damaged. Write it again with tenantscope check --shard`);
  return { file, part };
};

const nameOf = ({ file, part: { part } }: PartFile): string => `${file} (part ${part.index} of ${part.count})`;

const missing = (parts: readonly PartFile[], count: number): readonly number[] => {
  const there = new Set(parts.map((p) => p.part.part.index));
  return Array.from({ length: count }, (_, i) => i + 1).filter((index) => !there.has(index));
};

/** Refuses parts that are not all parts of one check, each once. */
export const requireWhole = (parts: readonly PartFile[]): void => {
  const [first] = parts;
  if (!first) throw new UsageError('merge takes the files of all parts');
  const { count } = first.part.part;
  for (const other of parts.slice(1)) {
    if (other.part.part.count !== count) throw new UsageError(`${nameOf(first)} and ${nameOf(other)} are parts of different checks`);
    const difference = differenceOf(first.file, first.part, other.file, other.part) ?? (JSON.stringify(first.part.asked) === JSON.stringify(other.part.asked) ? undefined : `${first.file} and ${other.file} were asked of different directories, or with different --config or --tsconfig`);
    if (difference !== undefined) throw new UsageError(`${difference}. Write all parts of the same commit, installed and asked in the same way`);
  }
  const wrong = parts.find((p) => p.part.part.index > count);
  if (wrong) throw new UsageError(`${nameOf(wrong)}: there is no such part`);
  const twice = parts.find((p, i) => parts.findIndex((o) => o.part.part.index === p.part.part.index) < i);
  if (twice) throw new UsageError(`${nameOf(twice)} is there twice; give each part once`);
  const absent = missing(parts, count);
  if (absent.length > 0) throw new UsageError(`part ${absent.join(', ')} of ${count} is missing; merge takes the files of all parts`);
};
