import { plain, type Style } from '@tenantscope/core';
import picocolors from 'picocolors';

interface Terminal {
  readonly isTTY?: boolean | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** `NO_COLOR` wins over `FORCE_COLOR`, both over what the output is. */
const wantsColour = (output: Terminal, env: Environment): boolean => {
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return output.isTTY === true && env['TERM'] !== 'dumb';
};

export const styleFor = (output: Terminal, env: Environment): Style => {
  if (!wantsColour(output, env)) return plain;
  const c = picocolors.createColors(true);
  return {
    place: c.cyan,
    error: (text) => c.bold(c.red(text)),
    warning: (text) => c.bold(c.yellow(text)),
    good: c.green,
    faint: c.dim,
    strong: c.bold,
  };
};
