import compiler from 'typescript';
import { describe, expect, it } from 'vitest';
import { ts, useCompiler } from '#compiler';
import { contextOf } from '../src/context.ts';

const code = `import { trusted as known } from './auth.ts';
const table = 'orders';
const idOf = (text: string) => known(text);
class Base { list() { return table; } }
export const listOrders = (text: string) => {
  const id = idOf(text);
  return query(id);
};
export class Orders extends Base { own() { return query(1); } }
const other = 1;
`;

const contextIn = (text: string, around = 'query(id)'): string => {
  useCompiler(compiler);
  const file = ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest, true);
  let found: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.getText(file) === around) found = node;
    ts.forEachChild(node, visit);
  };
  visit(file);
  if (!found) throw new Error(`no ${around}`);
  return contextOf(found);
};

describe('what of its file a query depends on', () => {
  it.each([
    ['a line above', `// moved\n\n${code}`],
    ['another layout', code.replace('{\n  const id = idOf(text);', '{ const id = idOf( text ); // the tenant\n')],
    ['code that it does not name', code.replace('other = 1', 'other = 2').replace("'orders'", "'customers'")],
  ])('is not %s', (_, text) => {
    expect(text).not.toBe(code);
    expect(contextIn(text)).toBe(contextIn(code));
  });

  it.each([
    ['the function around it', code.replace('idOf(text);', 'idOf(text.trim());')],
    ['a function that it calls', code.replace('known(text)', 'known(`${text}-eu`)')],
    ['an import of one that it calls', code.replace('trusted as known', 'guessed as known')],
  ])('is %s', (_, text) => {
    expect(text).not.toBe(code);
    expect(contextIn(text)).not.toBe(contextIn(code));
  });

  it('is the class that its own extends', () => {
    expect(contextIn(code.replace('return table', 'return 1'), 'query(1)')).not.toBe(contextIn(code, 'query(1)'));
  });
});
