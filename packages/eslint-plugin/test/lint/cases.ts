import { describe, expect, it } from 'vitest';
import { lintWith } from './lint.ts';

/** Name, code, the underlined text, a part of the message. */
export type Reported = readonly [name: string, code: string, at: string, message: RegExp];
export type Accepted = readonly [name: string, code: string];

/** What one rule reports, once in each text, and what it leaves alone. */
export const testRule = (rule: string, reported: readonly Reported[], accepted: readonly Accepted[]): void => {
  describe(rule, () => {
    it.each(reported)('reports %s', async (_, code, at, message) => {
      const reports = await lintWith(rule, code);
      expect(reports.map((r) => r.at)).toEqual([at]);
      expect(reports[0]?.message).toMatch(message);
    });

    it.each(accepted)('leaves %s alone', async (_, code) => {
      expect(await lintWith(rule, code)).toEqual([]);
    });
  });
};

/** An expression in a function that has the session, a value of its caller and a request. */
export const inFunction = (expression: string): string => `export const f = (a: AuthContext, id: string, request: Request) => [a, id, request, ${expression}];`;
