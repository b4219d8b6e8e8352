import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createProgram } from '../src/program.ts';
import { repository } from './run.ts';

const pages = globSync(['*.md', 'docs/**/*.md', 'packages/*/README.md', 'packages/*/src/**/*.md', 'fixtures/**/README.md', '.github/**/*.md'], { cwd: repository, exclude: (path) => path.includes('node_modules') });
const textOf = (page: string): string => readFileSync(join(repository, page), 'utf8');

interface Sample {
  readonly language: string;
  readonly code: string;
}

const fence = /^(`{3,})(\w*)\n([^]*?)^\1$/gm;
const samplesOf = (text: string): readonly Sample[] => [...text.matchAll(fence)].map(([, , language = '', code = '']) => ({ language, code }));

/** As GitHub makes an anchor of a heading. */
const anchorOf = (heading: string): string => heading.replace(/[`*]/g, '').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-');
const anchorsOf = (page: string): ReadonlySet<string> => new Set([...textOf(page).replace(fence, '').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading.trim())));

const linksOf = (page: string): readonly string[] => [...textOf(page).replace(fence, '').replace(/`[^`\n]*`/g, '').matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);

const isBroken = (page: string, target: string): boolean => {
  if (/^[a-z]+:/.test(target)) return false;
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : join(dirname(page), decodeURIComponent(path));
  return !existsSync(resolve(repository, file)) || (anchor !== undefined && file.endsWith('.md') && !anchorsOf(file).has(anchor));
};

/** Words of a line of a shell, as far as its samples need it. */
const wordsOf = (line: string): readonly string[] => (line.match(/'[^']*'|"[^"]*"|[^\s'"]+/g) ?? []).map((w) => w.replace(/^['"]|['"]$/g, ''));

/** The options of every command; those of rls-audit as its program spells them. */
const options = /--[a-z][a-z-]*/g;
const program = createProgram();
const known: Readonly<Record<string, ReadonlySet<string>>> = {
  tenantscope: new Set(['--help', '--version']),
  'rls-audit': new Set(['--help', '--version', ...(textOf('packages/rls-auditor/src/program.ts').match(options) ?? [])]),
  ...Object.fromEntries(program.commands.map((c) => [`tenantscope ${c.name()}`, new Set(['--help', ...c.options.flatMap((o) => (o.long === undefined ? [] : [o.long]))])])),
};

/** Each command of ours on a line, with its words: what a pipe, a redirection or an `&&` adds is another. */
const commandsOf = ({ language, code }: Sample): readonly (readonly string[])[] =>
  !['sh', 'bash', 'yaml', ''].includes(language)
    ? []
    : code.split('\n').flatMap((line) => {
        const said = /^\s*(?:\$ |- (?:run: )?|run: )?(.*?)(?:\s#.*)?$/.exec(line)?.[1] ?? '';
        return said.split(/\s(?:\|\|?|&&|>>?|;)\s|;\s/).map((part) => wordsOf(part.replace(/^(?:npx (?:--\S+ )*)(?:pnpm@12 (?:-s |exec )*)?/, ''))).filter(([name = '']) => name in known);
      });

const unknownIn = ([name = '', ...words]: readonly string[]): readonly string[] => {
  const [command] = words;
  const said = name === 'tenantscope' && command !== undefined && !command.startsWith('-') ? `${name} ${command}` : name;
  return said in known ? words.filter((w) => w.startsWith('--')).map((w) => w.split('=')[0] ?? '').filter((w) => known[said]?.has(w) === false).map((w) => `${said} ${w}`) : [said];
};

describe('the documentation', () => {
  it('is found', () => {
    expect(pages.length).toBeGreaterThan(60);
    expect(pages.flatMap((p) => samplesOf(textOf(p)).flatMap(commandsOf)).length).toBeGreaterThan(20);
  });

  it('leads nowhere that is not there', () => {
    expect(pages.flatMap((page) => linksOf(page).filter((target) => isBroken(page, target)).map((target) => `${page}: ${target}`))).toEqual([]);
  });

  it('names commands and options that there are', () => {
    expect(pages.flatMap((page) => samplesOf(textOf(page)).flatMap(commandsOf).flatMap(unknownIn).map((what) => `${page}: ${what}`))).toEqual([]);
  });

  it('has YAML and JSON that can be read', () => {
    const read = ({ language, code }: Sample): unknown => (language === 'yaml' || language === 'yml' ? parse(code) : language === 'json' ? JSON.parse(code) : undefined);
    for (const page of pages) for (const sample of samplesOf(textOf(page))) expect(() => read(sample), `${page}:\n${sample.code}`).not.toThrow();
  });
});
