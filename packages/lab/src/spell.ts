import type { Statement } from '@tenantscope/core';
import { printSql } from '@tenantscope/oracle';

const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
};

/** Chooses between spellings by the statement itself, so that they are chosen again. */
export const chooserOf = (statement: Statement): ((count: number) => number) => {
  let state = hashOf(JSON.stringify(statement));
  return (count) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) % count;
  };
};

/** SQL text; what the IR leaves open (ASC or DESC, LIMIT or FETCH … WITH TIES) is chosen by the statement. */
export const spell = (statement: Statement): string => printSql(statement, chooserOf(statement));
