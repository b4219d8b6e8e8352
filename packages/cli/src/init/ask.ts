import type { Dialogue } from './dialogue.ts';

/** Asks until `read` understands the answer; it gives undefined where it does not. */
const ask = async <T>(dialogue: Dialogue, question: string, read: (answer: string) => T | undefined, hint: string): Promise<T> => {
  for (;;) {
    const value = read((await dialogue.read(question)).trim());
    if (value !== undefined) return value;
    dialogue.say(`${hint}\n`);
  }
};

/** A question with yes or no for an answer; Enter is `preset`. */
export const confirm = (dialogue: Dialogue, question: string, preset: boolean): Promise<boolean> =>
  ask(dialogue, `${question} ${preset ? '[Y/n]' : '[y/N]'} `, (answer) => (answer === '' ? preset : /^y(es)?$/i.test(answer) ? true : /^no?$/i.test(answer) ? false : undefined), 'Please answer y or n.');

/** `1, 3-5` → 1, 3, 4, 5; undefined where something is not the number of one of `count`. */
export const numbersIn = (text: string, count: number): readonly number[] | undefined => {
  const found = new Set<number>();
  for (const part of text.split(/[\s,]+/).filter((p) => p !== '')) {
    const [, first, last = first] = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(part) ?? [];
    const [from, to] = [Number(first), Number(last)];
    if (!(from >= 1 && from <= to && to <= count)) return undefined;
    for (let n = from; n <= to; n += 1) found.add(n);
  }
  return [...found];
};

/** Lets people choose some of a list, by number; Enter is none. */
export const pick = (dialogue: Dialogue, question: string, items: readonly string[]): Promise<readonly number[]> => {
  const width = String(items.length).length;
  dialogue.say(`${items.map((item, i) => `  ${String(i + 1).padStart(width)}  ${item}`).join('\n')}\n`);
  return ask(dialogue, `${question} Numbers, for example 1,3-5; Enter for none: `, (answer) => numbersIn(answer, items.length), `Please give numbers from 1 to ${items.length}.`);
};
