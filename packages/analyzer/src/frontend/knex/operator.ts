import { spelled } from '../../flow/origin.ts';
import { choose } from '../../flow/branch.ts';
import { type Call, nodeAt, valueAt } from './call.ts';
import { wordOf } from './operand.ts';
import { hole, type Parts, text } from './parts.ts';
import { KnexRaw } from './raw.ts';

/** Those that Knex prints; for any other it throws, and nothing is sent. */
const operators = new Set([
  '=', '<', '>', '<=', '<=>', '>=', '<>', '!=', 'like', 'not like', 'between', 'not between', 'ilike', 'not ilike', 'exists', 'not exist', 'rlike', 'not rlike', 'regexp', 'not regexp', 'match',
  'similar to', 'not similar to', '&', '|', '^', '<<', '>>', '~', '~=', '~*', '!~', '!~*', '#', '&&', '@>', '<@', '||', '&<', '&>', '-|-', '@@', '!!', '?', '?|', '?&',
]);

/** The operator at a place of the arguments. */
export const operatorAt = (call: Call, index: number): Parts => {
  const node = nodeAt(call, index);
  const v = choose(call.run, valueAt(call, index));
  if (v instanceof KnexRaw) return v.inserted();
  const word = wordOf(call.run, v, node)?.toLowerCase();
  if (word !== undefined && operators.has(word)) return [text(word)];
  return [hole(word === undefined ? `the operator ${spelled(node)} is only known at run time` : `Knex permits no operator ${word}`, 'unproven-fragment')];
};
