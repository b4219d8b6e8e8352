import { ts } from 'ts-morph';
import { beforeAll, describe, expect, it } from 'vitest';
import { useCompiler } from '#compiler';
import { suppressionComments } from '../src/comments.ts';

beforeAll(() => {
  useCompiler(ts);
});

const commentsIn = (text: string, name = 'a.ts', jsdoc = false): readonly string[] => {
  const options = { languageVersion: ts.ScriptTarget.ESNext, jsDocParsingMode: jsdoc ? ts.JSDocParsingMode.ParseAll : ts.JSDocParsingMode.ParseNone };
  const [found] = suppressionComments([ts.createSourceFile(name, text, options, true)], (file) => file.fileName);
  return (found?.comments ?? []).map((c) => `${c.line}:${c.column}-${c.endLine}:${c.endColumn} ${c.text}`);
};

const c = '// tenantscope-allow';

describe('comments of a file with suppressions', () => {
  it.each<[string, string, readonly string[]]>([
    ['before everything', `${c}\nf();`, [`1:1-1:21 ${c}`]],
    ['after a shebang', `#!/usr/bin/env node\n${c}\nf();`, [`2:1-2:21 ${c}`]],
    ['at the end of a line', `f(); ${c}\ng();`, [`1:6-1:26 ${c}`]],
    ['in a chain', `f\n  .a() ${c}\n  ${c}\n  .b();`, [`2:8-2:28 ${c}`, `3:3-3:23 ${c}`]],
    ['after everything', `f();\n\n${c}`, [`3:1-3:21 ${c}`]],
    ['alone', c, [`1:1-1:21 ${c}`]],
    ['in a block over lines', `/*\n tenantscope-allow\n*/ f();`, ['1:1-3:3 /*\n tenantscope-allow\n*/']],
    ['with others', `// one\nf(/* two */);${c}`, ['1:1-1:7 // one', '2:3-2:12 /* two */', `2:14-2:34 ${c}`]],
    ['before a closing bracket', `f(() => {\n  g();\n  ${c}\n});`, [`3:3-3:23 ${c}`]],
    ['in a substitution of a template', `f(\`a \${x ${c}\n} b\`);`, [`1:10-1:30 ${c}`]],
    ['in CRLF', `f();\r\n${c}\r\ng();`, [`2:1-2:21 ${c}`]],
  ])('%s', (_, text, expected) => {
    expect(commentsIn(text)).toEqual(expected);
    expect(commentsIn(text, 'a.ts', true)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['a string', `f('${c}');`],
    ['a template', `f(\`${c}\n${c}\`);`],
    ['the middle and the end of a template', `f(\`\${x} ${c}\n \${y} /* tenantscope-allow */\`);`],
    ['SQL in a tag', `sql\`select 1 /* tenantscope-allow */\`;`],
    ['a regular expression', 'f(/\\/* tenantscope-allow *\\//);'],
  ])('none in %s', (_, text) => {
    expect(commentsIn(text)).toEqual([]);
  });

  it('in JSX where JSX has them', () => {
    const text = `const x = <a>\n  ${c}\n  {/* tenantscope-allow */}\n  {f()} ${c}\n  <b ${c}\n  /> ${c}\n</a>;`;
    expect(commentsIn(text, 'a.tsx')).toEqual(['3:4-3:27 /* tenantscope-allow */', `5:6-5:26 ${c}`]);
  });

  it('are not looked for in other files', () => {
    expect(suppressionComments([ts.createSourceFile('a.ts', '// a comment', ts.ScriptTarget.ESNext, true)], (file) => file.fileName)).toEqual([]);
  });
});
