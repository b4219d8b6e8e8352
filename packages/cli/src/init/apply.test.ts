import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeAll } from './apply.ts';

const directory = (): string => mkdtempSync(join(tmpdir(), 'tenantscope-apply-'));
const file = (path: string, text: string, before?: string) => ({ path, text, what: 'a file', before });

describe('writeAll', () => {
  it('writes new files and changes old ones, whose mode stays', async () => {
    const at = directory();
    const old = join(at, 'old.js');
    writeFileSync(old, 'old');
    chmodSync(old, 0o640);
    const undo = await writeAll([file(join(at, 'a/b/new.yml'), 'new'), file(old, 'changed', 'old')]);
    expect([readFileSync(join(at, 'a/b/new.yml'), 'utf8'), readFileSync(old, 'utf8'), statSync(old).mode & 0o777]).toEqual(['new', 'changed', 0o640]);
    expect(readdirSync(at).sort()).toEqual(['a', 'old.js']);
    undo();
    expect([readdirSync(at), readFileSync(old, 'utf8')]).toEqual([['old.js'], 'old']);
  });

  it.each([
    ['is there already', (at: string) => { writeFileSync(join(at, 'last'), 'mine'); }, 'it is there already'],
    ['is a directory', (at: string) => { mkdirSync(join(at, 'last')); }, 'it is there already'],
  ])('writes nothing when the last %s', async (_name, prepare, message) => {
    const at = directory();
    prepare(at);
    await expect(writeAll([file(join(at, 'x/first'), 'first'), file(join(at, 'last'), 'last')])).rejects.toThrow(`${message}. Nothing was written`);
    expect(readdirSync(at)).toEqual(['last']);
  });

  it('leaves a file alone that has changed meanwhile', async () => {
    const at = directory();
    writeFileSync(join(at, 'old'), 'of somebody');
    await expect(writeAll([file(join(at, 'new'), 'new'), file(join(at, 'old'), 'changed', 'old')])).rejects.toThrow('it has changed meanwhile. Nothing was written');
    expect([readdirSync(at), readFileSync(join(at, 'old'), 'utf8')]).toEqual([['old'], 'of somebody']);
  });

  it('keeps what somebody has put beside', async () => {
    const at = directory();
    const undo = await writeAll([file(join(at, 'made/a'), 'a')]);
    writeFileSync(join(at, 'made/b'), 'b');
    undo();
    expect([existsSync(join(at, 'made/a')), readdirSync(join(at, 'made'))]).toEqual([false, ['b']]);
  });
});
