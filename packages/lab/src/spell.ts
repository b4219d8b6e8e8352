import type { Statement } from '@tenantscope/core';
import { printSql } from '@tenantscope/oracle';

const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
};

/** SQL text; what the IR leaves open (ASC or DESC, LIMIT or FETCH … WITH TIES) is chosen by the statement itself, so that it is chosen again. */
export const spell = (statement: Statement): string => {
  let state = hashOf(JSON.stringify(statement));
  return printSql(statement, (count) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) % count;
  });
};
