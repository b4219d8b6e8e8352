import { rules } from '../rules/index.ts';

/** Rules of the ESLint plugin that stand for rules of the catalogue. */
const standIns: ReadonlyMap<string, (rule: string) => boolean> = new Map([
  ['no-unproven-query', (rule) => rule.startsWith('unproven-')],
  ['require-escape-reason', (rule) => rule === 'no-undeclared-escape'],
]);

/** Names that a suppression may give; a wrong suppression, or entry of a baseline, is mended and not suppressed. */
export const suppressibleRules: readonly string[] = [...rules.filter((r) => r.about === 'site').map((r) => r.id), ...standIns.keys()];

/** Whether a suppression that names `name` is about findings of `rule`. */
export const namesRule = (name: string, rule: string): boolean => name === rule || standIns.get(name)?.(rule) === true;
