import { InvalidArgumentError, Option } from 'commander';
import type { ShardOptions } from '../commands/shard.ts';

/** What the arguments of the command line may be. */

export const percentage = (text: string): number => {
  const value = Number(text.replace(/\s*%$/, ''));
  if (text.trim() === '' || !(value >= 0 && value <= 100)) throw new InvalidArgumentError('It is a percentage from 0 to 100.');
  return value;
};

const maxParts = 1000;

export const share = (text: string): ShardOptions['shard'] => {
  const [, index = 0, count = 0] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (!(index >= 1 && index <= count && count <= maxParts)) throw new InvalidArgumentError(`It is i/n: the part i, from 1 to n, of n parts, of which there are at most ${maxParts}.`);
  return { index, count };
};

const list = (text: string, previous: readonly string[]): readonly string[] => [
  ...previous,
  ...text.split(',').map((t) => t.trim()).filter((t) => t !== ''),
];

/** A path may hold a comma. */
export const each = (text: string, previous: readonly string[]): readonly string[] => [...previous, text];

export const parameters = (text: string, previous: readonly string[]): readonly string[] => {
  const names = list(text, previous);
  const wrong = names.find((name) => !/^\$[1-9]\d*$/.test(name));
  if (wrong !== undefined || names.length === 0)
    throw new InvalidArgumentError(`A parameter is written $1, $2, …${wrong === '' || wrong === undefined ? ' (in single quotes: the shell replaces an unquoted $1)' : ''}`);
  return names;
};

export const formatOption = (names: readonly string[] = ['pretty', 'json']): Option => new Option('--format <format>', 'how to print the result').choices(names).default('pretty');

export const tries = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1 || value > 100_000) throw new InvalidArgumentError('It is a whole number from 1 to 100000.');
  return value;
};

export const limit = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('It is a whole number, 0 or more.');
  return value;
};
