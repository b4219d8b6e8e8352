import type { CreateFunctionStmt } from 'libpg-query';
import type { ParsedStatement } from '../statements.ts';
import { calledName, type Written } from './reading.ts';

/** A function without arguments that reads a setting. */
export interface SettingFunction extends Written {
  readonly name: string;
  readonly setting: string;
}

/** The body is text of whatever language, so it is searched and not parsed. */
const reads = /\bcurrent_setting\s*\(\s*'([^']+)'/gi;

/** What a function gives that reads one setting, and only one. */
export const settingFunction = (parsed: ParsedStatement, s: CreateFunctionStmt, file: string): SettingFunction | undefined => {
  if ((s.parameters ?? []).length > 0 || !s.returnType) return undefined;
  const text = parsed.source.text.slice(parsed.span.start, parsed.span.end);
  const settings = new Set([...text.matchAll(reads)].map((m) => (m[1] ?? '').toLowerCase()));
  const [setting] = settings;
  return setting !== undefined && settings.size === 1 ? { name: calledName(s.funcname), setting, file, line: parsed.line } : undefined;
};
