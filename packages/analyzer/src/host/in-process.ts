import type { ts } from '#compiler';
import { checkerReader } from './checker-reader.ts';
import { createQuestions } from './questions.ts';
import type { TypeHost } from './type-host.ts';

/** Asks a compiler of this process. */
export const createTypeHost = (checker: ts.TypeChecker, strictNulls: boolean): TypeHost => createQuestions(checkerReader(checker), strictNulls);
