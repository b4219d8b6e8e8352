import { UsageError } from '@tenantscope/command';
import { optionText } from './snapshot-file.ts';
import type { Subject } from './subject.ts';
import { fromUrl } from './url.ts';

interface Member {
  readonly name?: string | undefined;
  readonly url: string;
}

const memberOf = (entry: unknown): Member | undefined => {
  if (typeof entry === 'string') return { url: entry };
  if (typeof entry !== 'object' || entry === null || !('url' in entry) || typeof entry.url !== 'string') return undefined;
  return 'name' in entry && typeof entry.name === 'string' ? { name: entry.name, url: entry.url } : { url: entry.url };
};

interface Entry {
  readonly where: string;
  readonly value: unknown;
}

const lines = (text: string): readonly Entry[] =>
  text
    .split(/\r?\n/)
    .map((line, i) => ({ where: `line ${String(i + 1)}`, value: line.trim() }))
    .filter(({ value }) => value !== '' && !value.startsWith('#'));

const items = (file: string, text: string): readonly Entry[] => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // What JSON says of an error may quote a URL, and with it a password.
    throw new UsageError(`--fleet ${file}: it is not valid JSON`);
  }
  return (parsed as readonly unknown[]).map((value, i) => ({ where: `entry ${String(i + 1)}`, value }));
};

/** The databases that a fleet file lists: a JSON array of URLs or of `{ "name", "url" }`, or a URL a line, `#` for remarks. */
export const fromFleet = (file: string): readonly Subject[] => {
  const text = optionText('--fleet', file).trim();
  const entries = text.startsWith('[') ? items(file, text) : lines(text);
  if (entries.length === 0) throw new UsageError(`--fleet ${file}: it lists no database`);
  return entries.map(({ where, value }) => {
    const member = memberOf(value);
    if (!member) throw new UsageError(`--fleet ${file}: ${where} is neither a URL nor { "name", "url" }`);
    return fromUrl(member.url, `--fleet ${file}: ${where}`, member.name);
  });
};
