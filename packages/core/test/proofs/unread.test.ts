import { describe, expect, it } from 'vitest';
import { prove, readSql } from '../../src/index.ts';
import { hardModel } from '../judge.ts';
import { render } from './case.ts';
import { proofOfUnread, unread } from './unread.ts';

describe('what a front end did not read', () => {
  it.each(unread.map((c) => [c.name, c] as const))('%s is not scoped', (_, c) => {
    const proof = proofOfUnread(c);
    expect(proof.verdict).not.toBe('scoped');
    expect(render('', proof)).toMatchSnapshot();
  });

  it('takes no other error for an answer than nesting without end', () => {
    const broken = (): never => {
      throw new TypeError('a bug');
    };
    const { statements } = readSql('select * from o where t = $1');
    expect(() => statements.map(({ statement }) => prove(statement, hardModel, broken))).toThrow('a bug');
  });
});
