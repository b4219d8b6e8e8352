import type { Method, Vocabulary } from './builder.ts';
import { havingMethods } from './having.ts';
import { joinMethods } from './join.ts';
import { selectMethods } from './select.ts';
import { shapeMethods } from './shape.ts';
import { whereMethods } from './where.ts';
import { OnConflict, writeMethods } from './writes.ts';

const methods: Readonly<Record<string, Method>> = { ...whereMethods, ...havingMethods, ...joinMethods, ...selectMethods, ...shapeMethods, ...writeMethods };

/** The methods of a query builder that change what it sends. */
export const vocabulary: Vocabulary = {
  method: (name) => (Object.hasOwn(methods, name) ? methods[name] : undefined),
  special: (name) => (name === 'onConflict' ? (builder, call) => new OnConflict(builder, call) : undefined),
};

export const methodNames: readonly string[] = [...Object.keys(methods), 'onConflict'];
