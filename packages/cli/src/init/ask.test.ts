import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { confirm, numbersIn, pick } from './ask.ts';
import { Declined, type Dialogue, openDialogue } from './dialogue.ts';

/** A dialogue in which somebody has typed this, and what they saw. */
const typed = (text: string, ended = true): { readonly dialogue: Dialogue; readonly seen: () => string } => {
  const input = new PassThrough();
  const output = new PassThrough();
  if (ended) input.end(text);
  else input.write(text);
  return { dialogue: openDialogue({ input, output }), seen: () => String(output.read() ?? '') };
};

describe('questions', () => {
  it.each([
    ['\n', true],
    ['y\n', true],
    [' YES \n', true],
    ['n\n', false],
    ['No\n', false],
    ['maybe\nn\n', false],
    ['no', false],
  ])('%j is %s', async (text, answer) => {
    expect(await confirm(typed(text).dialogue, 'Write this?', true)).toBe(answer);
  });

  it('take Enter for what they offer, and say what they understand', async () => {
    expect(await confirm(typed('\n').dialogue, 'Really?', false)).toBe(false);
    const { dialogue, seen } = typed('perhaps\ny\n');
    expect(await confirm(dialogue, 'Really?', false)).toBe(true);
    expect(seen()).toBe('Really? [y/N] Please answer y or n.\nReally? [y/N] ');
  });

  it('are answered by the end of the input with nothing', async () => {
    const { dialogue } = typed('');
    await expect(confirm(dialogue, 'Write this?', true)).rejects.toThrow(Declined);
    await expect(confirm(dialogue, 'And this?', true)).rejects.toThrow(Declined);
  });

  it('come one after the other to what was typed ahead', async () => {
    const { dialogue } = typed('2\n\ny\n', false);
    expect([await pick(dialogue, 'Which?', ['a', 'b']), await pick(dialogue, 'Which?', ['a']), await confirm(dialogue, 'Write?', false)]).toEqual([[2], [], true]);
    dialogue.close();
  });

  it('list what there is to choose from', async () => {
    const { dialogue, seen } = typed('9\n1\n');
    expect(await pick(dialogue, 'Which?', ['a', 'b'])).toEqual([1]);
    expect(seen()).toContain('  1  a\n  2  b\nWhich? Numbers, for example 1,3-5; Enter for none: Please give numbers from 1 to 2.\n');
  });

  it.each([
    ['', 3, []],
    ['1', 3, [1]],
    ['1,3', 3, [1, 3]],
    ['1-3 2', 3, [1, 2, 3]],
    ['0', 3, undefined],
    ['4', 3, undefined],
    ['3-1', 3, undefined],
    ['1-', 3, undefined],
    ['all', 3, undefined],
    ['1e1', 30, undefined],
    ['999999999999999999999', 3, undefined],
  ])('read %j of %i as %j', (text, count, numbers) => {
    expect(numbersIn(text, count)).toEqual(numbers);
  });
});
